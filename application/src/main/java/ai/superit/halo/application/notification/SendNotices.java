package ai.superit.halo.application.notification;

import ai.superit.halo.application.notification.ChannelSender.Outcome;
import ai.superit.halo.application.notification.NoticeOutbox.Claimed;
import ai.superit.halo.application.notification.NoticeOutbox.Ending;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.DoubleSupplier;

/// Gets notices out of the outbox to their channels.
///
/// A sender that dies after sending and before it could say so is taken for one that has not sent:
/// the message goes out again, under the same id.
public final class SendNotices {
  /// How often a message is tried again.
  ///
  /// @param first about how long the first pause is; each is twice the one before
  /// @param total for how long after the notice it is tried
  public record Patience(Duration first, Duration longest, Duration total) {
    public static final Patience DEFAULT =
        new Patience(Duration.ofSeconds(10), Duration.ofHours(2), Duration.ofDays(1));

    /// @param chance between 0 and 1, so that many failures do not come back at one moment
    Ending after(Claimed claimed, Instant now, double chance, String reason) {
      var doubled = (double) first.toMillis() * Math.pow(2, claimed.attempt() - 1.0);
      var pause = Math.min(doubled, (double) longest.toMillis()) * (0.5 + chance / 2);
      var next = now.plusMillis((long) pause);
      return next.isAfter(claimed.notice().at().plus(total))
          ? new Ending.GivenUp(reason)
          : new Ending.Retry(next, reason);
    }
  }

  /// Longer than a sender may take.
  private static final Duration LEASE = Duration.ofMinutes(2);

  private final NoticeOutbox outbox;
  private final AlertChannels channels;
  private final ChannelSender sender;
  private final Patience patience;
  private final InstantSource clock;
  private final DoubleSupplier chance;

  /// @param chance numbers between 0 and 1
  public SendNotices(
      NoticeOutbox outbox,
      AlertChannels channels,
      ChannelSender sender,
      Patience patience,
      InstantSource clock,
      DoubleSupplier chance) {
    this.outbox = outbox;
    this.channels = channels;
    this.sender = sender;
    this.patience = patience;
    this.clock = clock;
    this.chance = chance;
  }

  /// Takes on notices whose time has come: each piece of work sends one and may take most of a
  /// minute, so that they are best done side by side. No two are of the same channel.
  public List<Runnable> takeOn(int atMost) {
    return outbox.claim(atMost, LEASE, clock.instant()).stream()
        .<Runnable>map(claimed -> () -> send(claimed))
        .toList();
  }

  private void send(Claimed claimed) {
    var outcome = outcome(claimed);
    var now = clock.instant();
    var ending =
        switch (outcome) {
          case Outcome.Accepted() -> new Ending.Sent();
          case Outcome.Refused(var reason) -> new Ending.GivenUp(reason);
          case Outcome.Failed(var reason) ->
              patience.after(claimed, now, chance.getAsDouble(), reason);
        };
    outbox.finish(claimed, ending, now);
  }

  private Outcome outcome(Claimed claimed) {
    try {
      return channels
          .target(claimed.notice().connection(), claimed.channel().id())
          .map(target -> sender.send(target, AlertMessage.of(claimed.notice())))
          .orElseGet(() -> new Outcome.Refused("The channel was removed."));
    } catch (SealedChannel sealed) {
      return new Outcome.Failed(
          "The stored secrets of the channel cannot be opened: give the service the key that sealed"
              + " them, or add the channel anew.");
    }
  }
}
