package ai.superit.halo.bootstrap;

import ai.superit.halo.application.Heartbeat;
import ai.superit.halo.application.StoreUnavailable;
import ai.superit.halo.application.connection.Connections;
import ai.superit.halo.application.webhook.CheckWebhook;
import ai.superit.halo.application.webhook.ChooseWebhookEvents;
import ai.superit.halo.application.webhook.RegisterWebhook;
import ai.superit.halo.application.webhook.SetUpByHand;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.graphql.ProductPorts;
import ai.superit.halo.halo.Halo;
import ai.superit.halo.persistence.Persistence;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks after the webhooks in HaloPSA.
final class WebhookWork {
  private static final Logger LOG = LoggerFactory.getLogger(WebhookWork.class);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  /// Both share the knowledge of which webhook is just being changed.
  record Setup(RegisterWebhook registering, CheckWebhook checking) {
    ProductPorts.WebhookSetup ports(Persistence store, Halo halo) {
      return new ProductPorts.WebhookSetup(
          store.webhookWatch(),
          checking,
          new ChooseWebhookEvents(store.connections(), store.webhookWatch(), registering),
          new SetUpByHand(registering, store.webhookWatch()),
          halo.deliveries());
    }
  }

  private final Connections connections;
  private final CheckWebhook checking;

  private WebhookWork(Connections connections, CheckWebhook checking) {
    this.connections = connections;
    this.checking = checking;
  }

  static Setup setup(
      Persistence store, Halo halo, URI publicUrl, Duration usual, InstantSource clock) {
    var registering =
        new RegisterWebhook(
            store.connections(),
            store.webhookSchemes(),
            store.webhookWatch(),
            halo.webhooks(),
            publicUrl,
            clock);
    var ports =
        new CheckWebhook.Ports(
            store.connections(),
            store.webhookWatch(),
            store.syncSchedules(),
            store.syncPauses(),
            store.refusedDeliveries());
    return new Setup(
        registering,
        new CheckWebhook(ports, registering, halo.webhooks(), CheckWebhook.Pace.of(usual), clock));
  }

  /// @param usual how often each webhook is looked at; whether it is time is asked more often
  static Heartbeat start(Persistence store, Setup setup, Duration usual) {
    var work = new WebhookWork(store.connections(), setup.checking());
    var often = usual.dividedBy(5);
    return Heartbeat.every(
        "webhooks", often.compareTo(LONGEST_PAUSE) < 0 ? often : LONGEST_PAUSE, work::checkAll);
  }

  private void checkAll() {
    for (var connection : connections.all()) {
      check(connection.id());
    }
  }

  /// One webhook does not keep the others from being looked at.
  @SuppressWarnings("CatchingUnchecked")
  private void check(ConnectionId connection) {
    try {
      checking.checkIfDue(connection).ifPresent(outcome -> log(connection, outcome));
    } catch (StoreUnavailable unavailable) {
      throw unavailable;
    } catch (RuntimeException failure) {
      LOG.error("worker failed worker=webhooks connection={}", connection, failure);
    }
  }

  private static void log(ConnectionId connection, CheckWebhook.Outcome outcome) {
    if (outcome instanceof CheckWebhook.Outcome.Checked(var finding, var mended)) {
      if (!mended.isEmpty()) {
        LOG.info("event=webhook_mended connection={} problems={}", connection, mended);
      }
      if (!finding.problems().isEmpty()) {
        LOG.warn("event=webhook_wrong connection={} problems={}", connection, finding.problems());
      }
    }
  }
}
