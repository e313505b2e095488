package ai.superit.halo.application.notification;

import ai.superit.halo.application.PageArgs;
import ai.superit.halo.application.Slice;
import ai.superit.halo.application.alert.AlertNotice;
import ai.superit.halo.application.alert.AlertNotices;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.notification.AlertChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Notices, once for each channel that is to tell them.
///
/// Of one alert a channel tells the opening before the end. If an alert is over before a channel
/// has tried to tell its opening, it tells neither; the same if the opening was given up, or if the
/// channel was added later: nobody is told of the end of what nobody was told of.
public interface NoticeOutbox extends AlertNotices {
  /// How long notices that were sent, or given up, are kept.
  Duration KEPT = Duration.ofDays(30);

  /// A notice that one sender has to itself until the lease ends.
  ///
  /// @param attempt the first is 1
  record Claimed(AlertChannel channel, AlertNotice notice, int attempt) {}

  /// What became of an attempt.
  sealed interface Ending {
    record Sent() implements Ending {}

    record Retry(Instant at, String reason) implements Ending {}

    record GivenUp(String reason) implements Ending {}
  }

  /// A notice that a channel has not told.
  ///
  /// @param number its place among all, the newest highest
  /// @param attempts how often it was tried
  /// @param reason why the last attempt failed; empty before that
  /// @param nextAttempt empty if it was given up
  record Untold(
      long number,
      AlertChannel channel,
      AlertNotice notice,
      int attempts,
      String reason,
      Optional<Instant> nextAttempt) {}

  /// Takes the notices whose time has come, at most one of a channel, and none of a channel whose
  /// notice somebody has to himself, so that a channel tells in order and a slow one holds up none
  /// but itself. The attempt is counted at once, even if its sender dies.
  List<Claimed> claim(int atMost, Duration lease, Instant now);

  /// Ends the attempt. Does nothing if the notice was taken again meanwhile, or is gone.
  void finish(Claimed claimed, Ending ending, Instant now);

  /// Notices that wait or were given up, the newest first; positions are their numbers.
  Slice<Untold> untold(ConnectionId connection, PageArgs<Long> page);

  /// How many wait or were given up.
  long countUntold(ConnectionId connection);

  /// Forgets what was sent, given up or never told [#KEPT] ago; an opening only together with its
  /// end, which has to know of it, unless it was given up.
  ///
  /// @return how many were forgotten
  int clear(Instant now);
}
