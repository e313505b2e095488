package ai.superit.halo.domain.webhook;

import java.util.Optional;

/// What is known of the record that an event is about, as far as filters ask for it. What is not
/// known is empty.
///
/// @param client the number of the client that it belongs to; of a client its own
/// @param clientActive whether that client is active
/// @param type of a ticket
/// @param priority of a ticket
/// @param status of a ticket
public record EventFacts(
    Optional<Long> client,
    Optional<Boolean> clientActive,
    Optional<Long> type,
    Optional<Long> priority,
    Optional<Long> status) {
  public static final EventFacts UNKNOWN =
      new EventFacts(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
