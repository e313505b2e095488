package ai.superit.halo.graphql;

import ai.superit.halo.application.webhook.DeliveryReader.Content;
import ai.superit.halo.application.webhook.IncomingDelivery;
import ai.superit.halo.application.webhook.WebhookWatch.Finding;
import ai.superit.halo.application.webhook.WebhookWatch.Repairs;
import ai.superit.halo.application.webhook.WebhookWatch.Watched;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.webhook.HaloEvent;
import ai.superit.halo.domain.webhook.LogAccess;
import ai.superit.halo.domain.webhook.WebhookScheme;
import ai.superit.halo.domain.webhook.WebhookStatus;
import ai.superit.halo.graphql.FirstDelivery.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What is read of how a webhook is set up.
record WebhookSetup(Session session, ConnectionId connection, Watched watched) {
  /// How far back refusals are counted.
  private static final Duration REMEMBERED = Duration.ofDays(30);

  static WebhookSetup read(Session session, ConnectionId connection) {
    session.countNestedList();
    return new WebhookSetup(
        session, connection, ports(session).setup().watch().watched(connection));
  }

  Repairs repairs() {
    return watched.repairs();
  }

  /// Not asked where it makes no difference.
  private Optional<Instant> arrived() {
    return watched.problems().isEmpty()
        ? latest().map(IncomingDelivery::receivedAt)
        : Optional.empty();
  }

  /// The log says something only where nobody looks.
  private LogAccess log() {
    return watched.automatic()
        ? LogAccess.NOT_YET
        : ports(session).proofs().standing(connection).access();
  }

  WebhookStatus status() {
    return watched.status(arrived(), log());
  }

  String reason() {
    return watched.reason(arrived(), log());
  }

  List<Integer> otherEvents() {
    return watched.finding().map(Finding::otherEvents).orElse(Set.of()).stream().sorted().toList();
  }

  FirstDelivery firstDelivery() {
    session.countNestedList();
    var refused = refused();
    return latest()
        .map(delivery -> accepted(delivery, refused))
        .orElseGet(() ->
            new FirstDelivery(
                watched.since(),
                refused.isEmpty() ? State.NOTHING_YET : State.REFUSED,
                refused,
                Optional.empty(),
                List.of()));
  }

  private FirstDelivery accepted(
      IncomingDelivery delivery, List<ReceivingGraphql.Refused> refused) {
    var understood =
        switch (read(delivery)) {
          case Content.Events(var events, _, _) ->
              events.stream().flatMap(WebhookSetup::fields).distinct().toList();
          case Content.Unreadable _ -> List.<String>of();
        };
    return new FirstDelivery(
        watched.since(),
        understood.isEmpty() ? State.NOT_UNDERSTOOD : State.ACCEPTED,
        refused,
        Optional.of(delivery.receivedAt()),
        understood);
  }

  private Content read(IncomingDelivery delivery) {
    var needsNoId =
        ports(session).sorting().rules().bodiesWithoutId(connection)
            || ports(session).schemes().find(connection).orElse(null)
                instanceof WebhookScheme.StandardWebhooks;
    var reader = ports(session).setup().reader();
    return needsNoId ? reader.readVouchedFor(delivery.body()) : reader.read(delivery.body());
  }

  private static Stream<String> fields(HaloEvent event) {
    return Stream.of(
            Optional.of("object_id"),
            Optional.of("event").filter(_ -> !event.name().isEmpty()),
            event.at().map(_ -> "timestamp"),
            event.ticket().map(_ -> "ticket"),
            event.note().map(_ -> "action"))
        .flatMap(Optional::stream);
  }

  private Optional<IncomingDelivery> latest() {
    return ports(session)
        .setup()
        .watch()
        .latest(connection)
        .filter(delivery ->
            watched.since().filter(since -> delivery.receivedAt().isBefore(since)).isEmpty());
  }

  private List<ReceivingGraphql.Refused> refused() {
    var oldest = ports(session).clock().instant().minus(REMEMBERED);
    var since = watched.since().filter(oldest::isBefore).orElse(oldest);
    return ports(session).refused().since(connection, since).entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(each -> new ReceivingGraphql.Refused(each.getKey(), each.getValue()))
        .toList();
  }

  private static ProductPorts.Receiving ports(Session session) {
    return session.oversight().receiving();
  }
}
