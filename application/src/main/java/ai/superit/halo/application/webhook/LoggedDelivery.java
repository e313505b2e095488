package ai.superit.halo.application.webhook;

import ai.superit.halo.domain.webhook.DeliveryDigest;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.time.Instant;
import java.util.Set;

/// A delivery that Halo says it sent.
///
/// @param sentAt when it was attempted, by Halo's clock
/// @param settled whether Halo does not try again, because it was told that it arrived
/// @param objects what it was about; empty if the log does not say
public record LoggedDelivery(
    DeliveryDigest digest, Instant sentAt, boolean settled, Set<ObjectRef> objects) {
  public LoggedDelivery {
    objects = Set.copyOf(objects);
  }
}
