package ai.superit.halo.notification;

import ai.superit.halo.application.notification.AlertMessage;
import ai.superit.halo.application.notification.ChannelSender;
import ai.superit.halo.domain.notification.ChannelTarget;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends messages to channels of every kind. Open until it is closed; safe for use by many threads.
public final class Notification implements ChannelSender, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Notification.class);

  private final NotificationConfig config;
  private final HttpPosts posts;
  private final InstantSource clock;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private Notification(NotificationConfig config, InstantSource clock) {
    this.config = config;
    this.posts = new HttpPosts(config);
    this.clock = clock;
  }

  /// Connects to nobody yet.
  public static Notification open(NotificationConfig config, InstantSource clock) {
    return new Notification(config, clock);
  }

  @Override
  public boolean canSend(ChannelTarget.Kind kind) {
    return kind != ChannelTarget.Kind.EMAIL || config.smtp().isPresent();
  }

  @Override
  public Outcome send(ChannelTarget target, AlertMessage message) {
    var outcome = timed(target, message);
    var reason =
        switch (outcome) {
          case Outcome.Accepted() -> "";
          case Outcome.Failed(var why) -> why;
          case Outcome.Refused(var why) -> why;
        };
    if (!reason.isEmpty()) {
      LOG.warn(
          "event=alert_not_sent connection={} channel={} message={} reason={}",
          message.notice().connection(),
          target.kind(),
          message.id(),
          reason);
    }
    return outcome;
  }

  /// On a thread of its own, because only interrupting it ends a server that drips.
  private Outcome timed(ChannelTarget target, AlertMessage message) {
    var running = threads.submit(() -> sent(target, message));
    try {
      return running.get(config.patience().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      return new Outcome.Failed(
          "Nothing was answered within %d seconds.".formatted(config.patience().toSeconds()));
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return new Outcome.Failed("The service stopped while it was sending.");
    } catch (ExecutionException failed) {
      return new Outcome.Failed(Reasons.of(failed));
    } finally {
      var _ = running.cancel(true);
    }
  }

  private Outcome sent(ChannelTarget target, AlertMessage message) {
    return switch (target) {
      case ChannelTarget.OutgoingWebhook webhook -> {
        var now = clock.instant();
        yield posts.post(webhook.url(), new SignedWebhook(webhook.secrets(now), now).post(message));
      }
      case ChannelTarget.Slack(var url) -> posts.post(url, SlackText.post(message));
      case ChannelTarget.Email email ->
          config
              .smtp()
              .map(smtp -> new Mail(smtp, config).send(email, message))
              .orElseGet(() ->
                  new Outcome.Failed(
                      "This service sends no e-mail: its operator has not set alerts.smtp.host."));
    };
  }

  @Override
  public void close() {
    threads.shutdownNow();
    posts.close();
  }
}
