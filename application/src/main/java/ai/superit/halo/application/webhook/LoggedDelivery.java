package ai.superit.halo.application.webhook;

import ai.superit.halo.domain.webhook.DeliveryDigest;
import ai.superit.halo.domain.webhook.HaloEvent;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/// A delivery that Halo says it sent.
///
/// @param sentAt when it was attempted, by Halo's clock
/// @param settled whether Halo does not try again, because it was told that it arrived
/// @param objects what it was about; empty if the log does not say
/// @param events what its body tells; not kept
public record LoggedDelivery(
    DeliveryDigest digest,
    Instant sentAt,
    boolean settled,
    Set<ObjectRef> objects,
    List<HaloEvent> events) {
  public LoggedDelivery {
    objects = Set.copyOf(objects);
    events = List.copyOf(events);
  }

  /// Of which nothing more is known than what it was about.
  public LoggedDelivery(
      DeliveryDigest digest, Instant sentAt, boolean settled, Set<ObjectRef> objects) {
    this(digest, sentAt, settled, objects, List.of());
  }
}
