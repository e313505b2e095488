package ai.superit.halo.webhook;

import ai.superit.halo.application.StoreUnavailable;
import ai.superit.halo.application.webhook.ClaimedDelivery;
import ai.superit.halo.application.webhook.DeliveryFacts;
import ai.superit.halo.application.webhook.DeliveryInbox;
import ai.superit.halo.application.webhook.Disposition;
import ai.superit.halo.application.webhook.IncomingDelivery;
import ai.superit.halo.domain.connection.ConnectionId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Remembers what it accepted; the rest of the inbox is not the endpoint's business.
final class RememberingInbox implements DeliveryInbox {
  final Set<String> stored = ConcurrentHashMap.newKeySet();
  final Map<String, Map<String, String>> headers = new ConcurrentHashMap<>();
  final AtomicInteger calls = new AtomicInteger();
  volatile boolean down;

  @Override
  public void accept(IncomingDelivery delivery) {
    calls.incrementAndGet();
    if (down) {
      throw new StoreUnavailable("the database is down", new IOException("refused"));
    }
    var body = new String(delivery.body(), StandardCharsets.ISO_8859_1);
    stored.add(delivery.connection() + " " + body);
    headers.put(body, delivery.headers());
  }

  boolean holds(ConnectionId connection, byte[] body) {
    return stored.contains(connection + " " + new String(body, StandardCharsets.ISO_8859_1));
  }

  @Override
  public List<ClaimedDelivery> claim(int limit, Except except, Duration lease, Instant now) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int renew(Set<ClaimedDelivery.Claim> claims, Duration lease, Instant now) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int hasten(ConnectionId connection, Instant youngSince, Instant now) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int finish(
      Map<ClaimedDelivery.Claim, Disposition> done,
      Map<ClaimedDelivery.Claim, DeliveryFacts> facts,
      Instant now) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void awaitWork(Duration atMost) {
    throw new UnsupportedOperationException();
  }

  @Override
  public State state(ConnectionId connection) {
    throw new UnsupportedOperationException();
  }
}
