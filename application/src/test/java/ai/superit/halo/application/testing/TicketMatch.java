package ai.superit.halo.application.testing;

import ai.superit.halo.application.ticket.TicketFilter;
import ai.superit.halo.application.ticket.TicketView;
import ai.superit.halo.domain.Key;
import ai.superit.halo.domain.ticket.Ticket;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Whether a ticket passes a filter.
record TicketMatch(State state, TicketFilter filter) implements Predicate<TicketView> {
  @Override
  public boolean test(TicketView view) {
    var ticket = view.ticket().value();
    return inScope(view)
        && filter.closed().map(closed -> closed == ticket.state().closed()).orElse(true)
        && (filter.statuses().isEmpty() || filter.statuses().contains(ticket.state().status()))
        && hasPriority(ticket)
        && wasChanged(ticket.updatedAt().at())
        && filter.text().map(words -> holdsAll(ticket.text().summary(), words)).orElse(true);
  }

  private boolean inScope(TicketView view) {
    var scope = filter.scope();
    var connection = view.key().connection();
    var parties = view.ticket().value().parties();
    var contact = parties.contact().map(id -> new Key<>(connection, id));
    return scope.connection().map(connection::equals).orElse(true)
        && scope.client().map(new Key<>(connection, parties.client())::equals).orElse(true)
        && scope.contact().map(wanted -> contact.equals(Optional.of(wanted))).orElse(true)
        && scope.team().map(team -> view.route().team().equals(Optional.of(team))).orElse(true)
        && isAboutAsset(view)
        && (!scope.unrouted() || view.route().team().isEmpty());
  }

  private boolean isAboutAsset(TicketView view) {
    var beside = state.besideTickets.get(view.key());
    return filter
        .scope()
        .asset()
        .map(asset ->
            beside != null
                && asset.connection().equals(view.key().connection())
                && beside.assets().contains(asset.id()))
        .orElse(true);
  }

  private boolean hasPriority(Ticket ticket) {
    return filter.priorities().isEmpty()
        || ticket.state().priority().filter(filter.priorities()::contains).isPresent();
  }

  private boolean wasChanged(Instant at) {
    return filter.changed().from().map(from -> !at.isBefore(from)).orElse(true)
        && filter.changed().before().map(at::isBefore).orElse(true);
  }

  private static boolean holdsAll(String summary, String words) {
    var text = summary.toLowerCase(Locale.ROOT);
    return Stream.of(words.strip().split("\\s+"))
        .allMatch(word -> text.contains(word.toLowerCase(Locale.ROOT)));
  }
}
