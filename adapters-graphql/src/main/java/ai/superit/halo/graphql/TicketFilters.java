package ai.superit.halo.graphql;

import ai.superit.halo.application.ticket.TicketFilter;
import ai.superit.halo.application.ticket.TicketOrder;
import ai.superit.halo.domain.client.ContactId;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Reads which tickets are wanted, and in which order.
final class TicketFilters {
  private static final int MAX_SEARCH = 200;

  private TicketFilters() {}

  /// Empty if it names something that cannot exist, so that nothing fits.
  static Optional<TicketFilter> read(Arguments given) {
    var statuses = numbers(given, "statusIds");
    var priorities = numbers(given, "priorityIds");
    if (given.text("connectionId").isEmpty() && !(statuses.isEmpty() && priorities.isEmpty())) {
      throw FieldFailure.invalid("`statusIds` and `priorityIds` need `connectionId`.");
    }
    return scope(given)
        .map(scope ->
            new TicketFilter(
                scope,
                given.flag("closed"),
                statuses,
                priorities,
                new TicketFilter.Changed(
                    given.instant("changedFrom"), given.instant("changedBefore")),
                given.search("text", MAX_SEARCH)));
  }

  static TicketOrder order(Arguments given) {
    var field = given.choice("field", TicketOrder.Field.class);
    return new TicketOrder(field, given.requiredText("direction").equals("DESC"));
  }

  /// The same text for the same filter, on every instance.
  static String describe(Optional<TicketFilter> filter) {
    return filter
        .map(wanted ->
            "%s %s %s %s %s %s"
                .formatted(
                    wanted.scope(),
                    wanted.closed(),
                    new TreeSet<>(wanted.statuses()),
                    new TreeSet<>(wanted.priorities()),
                    wanted.changed(),
                    wanted.text()))
        .orElse("nothing");
  }

  private static Optional<TicketFilter.Scope> scope(Arguments given) {
    var ids = new Ids(given);
    var scope =
        new TicketFilter.Scope(
            ids.read("connectionId", GlobalId::connection),
            ids.read("clientId", ClientGraphql::key),
            ids.read("contactId", id -> GlobalId.record(GlobalId.Kind.CONTACT, id, ContactId::new)),
            ids.read("assetId", AssetGraphql::key),
            ids.read("teamId", GlobalId::team),
            given.requiredFlag("unrouted"));
    return ids.allKnown ? Optional.of(scope) : Optional.empty();
  }

  private static Set<Long> numbers(Arguments given, String name) {
    return given.list(name).stream()
        .map(number -> ((Integer) number).longValue())
        .collect(Collectors.toSet());
  }

  private static final class Ids {
    private final Arguments given;
    private boolean allKnown = true;

    private Ids(Arguments given) {
      this.given = given;
    }

    private <T> Optional<T> read(String name, Function<String, Optional<T>> parse) {
      var text = given.text(name);
      var id = text.flatMap(parse);
      allKnown &= text.isPresent() == id.isPresent();
      return id;
    }
  }
}
