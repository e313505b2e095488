package ai.superit.halo.domain.webhook;

import java.util.Optional;
import java.util.Set;

/// Which events of a connection are passed over. Whatever is not known of a record never keeps an
/// event from being applied, and neither does a filter keep a deletion from it.
///
/// @param clients whose events count
/// @param inactiveClients whether events of inactive clients count; those about a client itself do
/// @param ticketTypes whose tickets' events count
/// @param priorities with which tickets' events count
/// @param statuses in which tickets' events count
/// @param internalClients clients that stand for one's own organisation: events of their tickets do
///   not count
public record DeliveryFilters(
    Choice clients,
    boolean inactiveClients,
    Choice ticketTypes,
    Choice priorities,
    Choice statuses,
    Set<Long> internalClients) {
  /// Everything counts.
  public static final DeliveryFilters NONE =
      new DeliveryFilters(Choice.ALL, true, Choice.ALL, Choice.ALL, Choice.ALL, Set.of());

  /// How many numbers a choice holds at most.
  public static final int MOST = 500;

  public DeliveryFilters {
    internalClients = Set.copyOf(internalClients);
  }

  /// Numbers that count, or all but these.
  ///
  /// @param only whether nothing but these counts
  public record Choice(boolean only, Set<Long> numbers) {
    public static final Choice ALL = new Choice(false, Set.of());

    public Choice {
      numbers = Set.copyOf(numbers);
    }

    boolean refuses(Optional<Long> number) {
      return number.filter(known -> numbers.contains(known) != only).isPresent();
    }
  }

  /// Why an event is passed over, for a person; empty if it is applied.
  public Optional<String> reasonToSkip(ObjectRef object, EventFacts facts) {
    if (clients.refuses(facts.client())) {
      return Optional.of("Its client is not one of those whose events are applied.");
    }
    if (!inactiveClients
        && object.kind() != ObjectRef.Kind.CLIENT
        && facts.clientActive().filter(active -> !active).isPresent()) {
      return Optional.of("Its client is inactive.");
    }
    return object.kind() == ObjectRef.Kind.TICKET ? reasonToSkipTicket(facts) : Optional.empty();
  }

  private Optional<String> reasonToSkipTicket(EventFacts facts) {
    if (facts.client().filter(internalClients::contains).isPresent()) {
      return Optional.of("It is an internal ticket.");
    }
    if (ticketTypes.refuses(facts.type())) {
      return Optional.of("Its ticket type is not one of those that are applied.");
    }
    if (priorities.refuses(facts.priority())) {
      return Optional.of("Its priority is not one of those that are applied.");
    }
    return statuses.refuses(facts.status())
        ? Optional.of("Its status is not one of those that are applied.")
        : Optional.empty();
  }
}
