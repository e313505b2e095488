package ai.superit.halo.bootstrap;

import ai.superit.halo.application.connection.Connections;
import ai.superit.halo.application.webhook.ClaimedDelivery;
import ai.superit.halo.application.webhook.DeliveryFacts;
import ai.superit.halo.application.webhook.DeliveryInbox;
import ai.superit.halo.application.webhook.Disposition;
import ai.superit.halo.application.webhook.IncomingDelivery;
import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.connection.ConnectionId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// An inbox whose workers' doings Prometheus is told of. What two workers say of one delivery
/// counts for each of them: exact numbers are those in the database.
record CountedInbox(DeliveryInbox inbox, Metrics metrics) implements DeliveryInbox {
  static Map<ConnectionId, State> states(Connections connections, DeliveryInbox inbox) {
    return connections.all().stream()
        .collect(Collectors.toMap(Connection::id, connection -> inbox.state(connection.id())));
  }

  @Override
  public void accept(IncomingDelivery delivery) {
    inbox.accept(delivery);
  }

  @Override
  public List<ClaimedDelivery> claim(int limit, Except except, Duration lease, Instant now) {
    return inbox.claim(limit, except, lease, now);
  }

  @Override
  public int renew(Set<ClaimedDelivery.Claim> claims, Duration lease, Instant now) {
    return inbox.renew(claims, lease, now);
  }

  @Override
  public int hasten(ConnectionId connection, Instant youngSince, Instant now) {
    return inbox.hasten(connection, youngSince, now);
  }

  @Override
  public int finish(
      Map<ClaimedDelivery.Claim, Disposition> done,
      Map<ClaimedDelivery.Claim, DeliveryFacts> facts,
      Instant now) {
    var finished = inbox.finish(done, facts, now);
    done.forEach((claim, how) -> {
      metrics.ended(how);
      var known = facts.get(claim);
      if (known != null && how instanceof Disposition.Applied) {
        known.latency(now).ifPresent(metrics::applied);
      }
    });
    return finished;
  }

  @Override
  public void awaitWork(Duration atMost) throws InterruptedException {
    inbox.awaitWork(atMost);
  }

  @Override
  public State state(ConnectionId connection) {
    return inbox.state(connection);
  }
}
