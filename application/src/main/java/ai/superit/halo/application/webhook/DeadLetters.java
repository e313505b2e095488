package ai.superit.halo.application.webhook;

import ai.superit.halo.application.PageArgs;
import ai.superit.halo.application.Slice;
import ai.superit.halo.domain.connection.ConnectionId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The deliveries that wait for a person, because nothing in them could be understood or because
/// they failed too often; and those that filters passed over. None is handed to workers unless it
/// is replayed.
public interface DeadLetters {
  /// Of a body, what is shown to a person.
  int SHOWN_BYTES = 2_000;

  enum Kind {
    QUARANTINED,
    PARKED,
    /// Passed over because of a filter: meant only where it is named, or by its number.
    SKIPPED
  }

  /// @param number of the delivery within its connection, as `delivery:` sources name it
  /// @param beginning of the body, at most [#SHOWN_BYTES] of it, what is no UTF-8 replaced
  record DeadLetter(
      long number, Kind kind, String reason, int attempts, Instant receivedAt, String beginning) {}

  /// Dead letters that died of the same thing.
  record Cause(Kind kind, String reason, long count, Instant oldest, Instant newest) {}

  /// Which dead letters of a connection are meant.
  ///
  /// @param numbers empty for all of them
  record Selection(
      ConnectionId connection, Optional<Kind> kind, Optional<String> reason, Set<Long> numbers) {
    public static Selection all(ConnectionId connection) {
      return new Selection(connection, Optional.empty(), Optional.empty(), Set.of());
    }

    /// Whether those that filters passed over can be among them.
    public boolean meansSkipped() {
      return kind.map(Kind.SKIPPED::equals).orElse(!numbers.isEmpty());
    }
  }

  /// The causes, the most frequent first.
  List<Cause> causes(Selection selection, int atMost);

  /// The newest first; positions are numbers of deliveries.
  Slice<DeadLetter> list(Selection selection, PageArgs<Long> page);

  long count(Selection selection);

  /// Hands them to workers again, with all attempts before them. A person vouches for them: neither
  /// their form nor filters matter any more.
  ///
  /// @return how many there were
  int replay(Selection selection);

  /// Puts them out of sight for good. Their bytes stay known, so that a copy is not worked on
  /// either.
  ///
  /// @param why kept with each of them
  /// @return how many there were
  int discard(Selection selection, String why);
}
