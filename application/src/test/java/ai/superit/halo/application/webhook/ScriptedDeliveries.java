package ai.superit.halo.application.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.superit.halo.application.testing.MirroredConnection;
import ai.superit.halo.application.testing.ScriptedDeliveryReader;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.webhook.HaloEvent;
import java.time.Duration;
import java.util.Map;

/// Deliveries to a mirrored connection whose bodies mean what a test says, and who works on them.
final class ScriptedDeliveries {
  /// Three tries.
  static final RetrySchedule RETRIES =
      new RetrySchedule(3, Duration.ofSeconds(1), Duration.ofMinutes(1));

  final MirroredConnection acme = new MirroredConnection();
  final ScriptedDeliveryReader reader = new ScriptedDeliveryReader();
  final ApplyEvents events = new ApplyEvents(acme.tenants, acme.mirror, acme.tickets);
  final ProcessDeliveries processing = processing(reader);

  /// As [ProcessDeliveries#processSome()].
  int process() {
    return processing.processSome();
  }

  ProcessDeliveries processing(DeliveryReader how) {
    return processing(how, events);
  }

  ProcessDeliveries processing(DeliveryReader how, ApplyEvents applying) {
    var store = acme.store;
    return new ProcessDeliveries(
        store.inbox(), store.pauses(), understanding(how), applying, RETRIES, acme.clock);
  }

  UnderstandDeliveries understanding(DeliveryReader how) {
    var store = acme.store;
    return new UnderstandDeliveries(
        how, store.rules(), new FilterEvents(store.subjects()), store.conflicts());
  }

  /// A body that tells of the event.
  void accept(String body, HaloEvent event) {
    reader.events(body, event);
    accept(body);
  }

  void accept(String body) {
    accept(acme.id, body);
  }

  void accept(ConnectionId connection, String body) {
    accept(connection, body, Map.of());
  }

  void accept(String body, Map<String, String> headers) {
    accept(acme.id, body, headers);
  }

  private void accept(ConnectionId connection, String body, Map<String, String> headers) {
    var bytes = body.getBytes(UTF_8);
    acme.store
        .inbox()
        .accept(new IncomingDelivery(connection, acme.clock.instant(), bytes, headers));
  }

  DeliveryInbox.State state() {
    return acme.store.inbox().state(acme.id);
  }
}
