package ai.superit.halo.graphql;

import static ai.superit.halo.graphql.World.ACME;
import static java.nio.charset.StandardCharsets.UTF_8;

import ai.superit.halo.application.webhook.ClaimedDelivery.Claim;
import ai.superit.halo.application.webhook.DeliveryFacts;
import ai.superit.halo.application.webhook.DeliveryInbox.Except;
import ai.superit.halo.application.webhook.Disposition;
import ai.superit.halo.application.webhook.IncomingDelivery;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.testing.Moments;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Deliveries of Acme in the last hour before noon, one of each fate.
final class SomeDeliveries {
  private final World world;
  private int received;

  private SomeDeliveries(World world) {
    this.world = world;
  }

  static void arrive(World world) {
    new SomeDeliveries(world).arrive();
  }

  private void arrive() {
    var late = accept(-50, "{\"object_id\":101,\"n\":1}", Map.of("x-team", "north"));
    finish(late, new Disposition.Retry(Moments.minute(-45), "Halo answered 503"), 101, -49);
    finish(claim(-45), new Disposition.Applied(), 101, -45);
    finish(accept(-40, "{\"object_id\":102}", Map.of()), new Disposition.Applied(), 102, -39);
    var internal = accept(-30, "{\"object_id\":103}", Map.of("x-team", "south"));
    finish(internal, new Disposition.Skipped("the client is inactive"), 103, -30);
    var parked = accept(-20, "{\"object_id\":101,\"n\":2}", Map.of());
    finish(parked, new Disposition.Parked("Halo answered 500"), 101, -18);
    var empty = accept(-10, "", Map.of());
    finish(empty, new Disposition.Quarantined("The body is not JSON."), 101, -10);
    store("{\"object_id\":101,\"n\":3}", -1, Map.of());
  }

  private Claim accept(int minute, String body, Map<String, String> headers) {
    received = minute;
    store(body, minute, headers);
    return claim(minute);
  }

  private void store(String body, int minute, Map<String, String> headers) {
    world
        .store
        .inbox()
        .accept(new IncomingDelivery(ACME, at(minute), body.getBytes(UTF_8), headers));
  }

  private Claim claim(int minute) {
    return world
        .store
        .inbox()
        .claim(1, Except.NOTHING, Duration.ofMinutes(1), at(minute))
        .getFirst()
        .claim();
  }

  private void finish(Claim claim, Disposition how, long ticket, int minute) {
    var facts =
        how instanceof Disposition.Quarantined
            ? DeliveryFacts.none(at(received))
            : new DeliveryFacts(
                at(received),
                Set.of("ticket updated"),
                Set.of(new ObjectRef(ObjectRef.Kind.TICKET, ticket)),
                Set.of(new ClientId(1)),
                Optional.of(at(received).minusSeconds(5)));
    world.store.inbox().finish(Map.of(claim, how), Map.of(claim, facts), at(minute));
  }

  private static Instant at(int minute) {
    return Moments.minute(minute);
  }
}
