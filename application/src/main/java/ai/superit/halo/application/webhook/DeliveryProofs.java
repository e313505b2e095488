package ai.superit.halo.application.webhook;

import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.webhook.DeliveryDigest;
import ai.superit.halo.domain.webhook.LogAccess;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What Halo says it sent, beside what was received. Moments are by our clock unless said
/// otherwise.
///
/// All methods throw [ai.superit.halo.application.StoreUnavailable] if the store cannot be reached.
public interface DeliveryProofs {
  /// A delivery that was received later than this after Halo first tried is late.
  Duration LATE = Duration.ofMinutes(1);

  /// How it stands with a connection.
  ///
  /// @param webhook the id in Halo; empty if it is not known
  /// @param checkedTo up to which attempt the log is known, by Halo's clock
  /// @param checkedAt when the log was last read back to the check before
  /// @param polledAt when the tenant was last asked for what changed, because its log does not tell
  record Standing(
      String webhook,
      LogAccess access,
      Optional<Instant> checkedTo,
      Optional<Instant> checkedAt,
      Optional<Instant> polledAt) {
    /// Of a connection that was never looked at.
    public static final Standing NEW =
        new Standing("", LogAccess.NOT_YET, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /// @param hurried whether somebody asked for it, and what Halo may still send counts as missing
  record Claimed(Standing standing, boolean hurried) {}

  /// The deliveries of one hour. What is neither received nor repaired nor missing Halo may still
  /// send.
  ///
  /// @param hour its first moment, by Halo's clock
  /// @param sent different deliveries, however often Halo tried
  /// @param late of the received ones
  /// @param missing not received, and its objects not read again either
  /// @param repaired not received, but its objects were read again
  record Hour(Instant hour, long sent, long received, long late, long missing, long repaired) {}

  /// A delivery that was not received.
  ///
  /// @param sentAt by Halo's clock
  /// @param repairedAt when all its objects had been read again
  /// @param problem why they could not be; empty if that was not tried or did not fail
  record Missed(
      DeliveryDigest digest,
      Instant sentAt,
      Set<ObjectRef> objects,
      Optional<Instant> repairedAt,
      String problem) {
    public Missed {
      objects = Set.copyOf(objects);
    }
  }

  /// The connections for which it is time.
  List<ConnectionId> due(Instant now);

  /// Lets the connection be due now, and hurried, whether it was or not.
  void hasten(ConnectionId connection);

  /// Takes the connection on, so that nobody else does until the lease ends. Of many that try at
  /// once one succeeds.
  ///
  /// @return empty if it is not due or somebody has it
  Optional<Claimed> claim(ConnectionId connection, Instant now, Instant leaseEnd);

  void renew(ConnectionId connection, Instant leaseEnd);

  /// Ends what [#claim] began. If it was hastened meanwhile it is due at once.
  void finish(ConnectionId connection, Standing standing, Instant nextDue);

  /// Keeps what the log says; the earliest attempt of each delivery counts. Saying it again changes
  /// nothing.
  ///
  /// @return those that were not known before and have not been received
  Set<DeliveryDigest> record(
      ConnectionId connection, Collection<LoggedDelivery> logged, Instant now);

  /// Those that were not received by now and not repaired, the oldest first. None while so many
  /// have arrived and were not taken in that it would cost too much to tell: then ask later.
  ///
  /// @param seenBefore one that Halo may still send only if it was recorded before this
  List<Missed> missing(ConnectionId connection, Instant seenBefore, int atMost);

  void repaired(ConnectionId connection, Collection<DeliveryDigest> digests, Instant now);

  void failed(ConnectionId connection, Map<DeliveryDigest, String> problems);

  /// Where no webhook was found and somebody wants it looked at again, or that is being done, it is
  /// [LogAccess#NOT_YET]: it may have been set up since.
  Standing standing(ConnectionId connection);

  /// The hours in which something was sent, the latest first.
  ///
  /// @param since any moment of the first hour
  /// @param seenBefore as in [#missing]
  List<Hour> hours(ConnectionId connection, Instant since, Instant seenBefore);

  /// Those that were not received, the latest first, repaired ones included.
  List<Missed> lastMissed(ConnectionId connection, Instant seenBefore, int atMost);

  /// Forgets what was sent before this moment, unless the log told of it only later.
  void forgetBefore(ConnectionId connection, Instant moment);
}
