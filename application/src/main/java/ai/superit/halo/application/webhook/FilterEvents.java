package ai.superit.halo.application.webhook;

import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.ticket.Ticket;
import ai.superit.halo.domain.webhook.DeliveryFilters;
import ai.superit.halo.domain.webhook.EventFacts;
import ai.superit.halo.domain.webhook.HaloEvent;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Decides which events are passed over. Type, priority and status are those that the body shows,
/// where it shows the ticket: it may tell of a change that the mirror does not know yet. The client
/// is the mirror's, where that knows the record: a body is not trusted to say where it belongs.
public final class FilterEvents {
  private final EventSubjects subjects;

  public FilterEvents(EventSubjects subjects) {
    this.subjects = subjects;
  }

  /// @return for an event among these, why it is passed over; empty if it is applied
  public Function<HaloEvent, Optional<String>> verdicts(
      ConnectionId connection, DeliveryFilters filters, Collection<HaloEvent> events) {
    if (filters.equals(DeliveryFilters.NONE) || events.isEmpty()) {
      return _ -> Optional.empty();
    }
    var mirrored =
        subjects.known(
            connection, events.stream().map(HaloEvent::object).collect(Collectors.toSet()));
    var active =
        subjects.activeClients(
            connection,
            events.stream()
                .flatMap(event -> event.ticket().stream())
                .map(ticket -> ticket.parties().client().value())
                .collect(Collectors.toSet()));
    return event ->
        event.tellsOfDeletion()
            ? Optional.empty()
            : filters.reasonToSkip(event.object(), facts(event, mirrored, active));
  }

  private static EventFacts facts(
      HaloEvent event, Map<ObjectRef, EventFacts> mirrored, Map<Long, Boolean> active) {
    var known = mirrored.getOrDefault(event.object(), EventFacts.UNKNOWN);
    return event.ticket().map(ticket -> facts(ticket, known, active)).orElse(known);
  }

  private static EventFacts facts(Ticket shown, EventFacts known, Map<Long, Boolean> active) {
    var client = shown.parties().client().value();
    return new EventFacts(
        known.client().or(() -> Optional.of(client)),
        known.client().isPresent() ? known.clientActive() : Optional.ofNullable(active.get(client)),
        shown.state().type().or(known::type),
        shown.state().priority().or(known::priority),
        Optional.of(shown.state().status()));
  }
}
