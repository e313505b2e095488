package ai.superit.halo.application.webhook;

import ai.superit.halo.application.PageArgs;
import ai.superit.halo.application.Slice;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The deliveries that workers have taken in, and what became of each. Copies of others are not
/// among them.
///
/// All methods throw [ai.superit.halo.application.StoreUnavailable] if the store cannot be reached.
public interface DeliveryHistory {
  enum State {
    /// Not yet tried, being worked on, or to be tried again.
    WAITING,
    APPLIED,
    /// A filter passed it over.
    SKIPPED,
    QUARANTINED,
    PARKED,
    DISCARDED
  }

  /// What may come between the receipt of a delivery and its end.
  enum What {
    RETRY,
    QUARANTINED,
    PARKED,
    REPLAYED,
    DISCARDED
  }

  /// @param since received then or later
  record Filter(
      Optional<State> state, Optional<String> event, Optional<ObjectRef> object, Instant since) {}

  /// @param happenedAt by Halo's clock, where the body says so
  /// @param endedAt when it was applied, skipped or set aside
  record Times(Instant receivedAt, Optional<Instant> happenedAt, Optional<Instant> endedAt) {}

  /// What it tells of, as far as a worker has looked into it.
  record About(Set<String> events, Set<ObjectRef> objects) {
    public About {
      events = Set.copyOf(events);
      objects = Set.copyOf(objects);
    }
  }

  /// @param number of the delivery within its connection, as `delivery:` sources name it
  /// @param reason why it is in this state; empty if it was applied or not tried yet
  /// @param attempts how often workers took it on, whatever came of it
  record Entry(long number, State state, String reason, int attempts, Times times, About about) {}

  /// @param attempt after which it happened; 0 for what a person did
  /// @param reason why; empty for replays
  record Step(Instant at, int attempt, What what, String reason) {}

  /// @param steps the earliest first; an attempt that succeeds is none
  /// @param beginning of the body, at most [DeadLetters#SHOWN_BYTES] of it, what is no UTF-8
  ///   replaced; empty if it is not kept any more
  /// @param headers of the request, by their names: those that the connection keeps, and a content
  ///   type that is not JSON in UTF-8
  record Story(Entry entry, List<Step> steps, String beginning, Map<String, String> headers) {
    public Story {
      steps = List.copyOf(steps);
      headers = Map.copyOf(headers);
    }
  }

  /// The newest first; positions are numbers of deliveries.
  Slice<Entry> list(ConnectionId connection, Filter filter, PageArgs<Long> page);

  Optional<Story> find(ConnectionId connection, long number);
}
