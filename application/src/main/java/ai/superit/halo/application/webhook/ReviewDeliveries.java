package ai.superit.halo.application.webhook;

import ai.superit.halo.application.connection.Connections;
import ai.superit.halo.application.webhook.DeliveryProofs.Hour;
import ai.superit.halo.application.webhook.DeliveryProofs.Missed;
import ai.superit.halo.application.webhook.DeliveryProofs.Standing;
import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.team.Caller;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Shows managers what was received of what Halo sent, and lets them have it compared now.
public final class ReviewDeliveries {
  private final Connections connections;
  private final DeliveryProofs proofs;
  private final InstantSource clock;

  public ReviewDeliveries(Connections connections, DeliveryProofs proofs, InstantSource clock) {
    this.connections = connections;
    this.proofs = proofs;
    this.clock = clock;
  }

  /// Lets an instance begin within seconds.
  ///
  /// @return the connection; empty if the manager has no such connection
  public Optional<Connection> hasten(Caller manager, ConnectionId id) {
    var found = connections.findLiving(manager.visibility(), id);
    found.ifPresent(connection -> proofs.hasten(connection.id()));
    return found;
  }

  public Standing standing(ConnectionId connection) {
    return proofs.standing(connection);
  }

  /// @param hours how many hours back from now
  public List<Hour> hours(ConnectionId connection, int hours) {
    var since = clock.instant().minus(Duration.ofHours(hours - 1L));
    return proofs.hours(connection, since, seenBefore());
  }

  public List<Missed> missed(ConnectionId connection, int atMost) {
    return proofs.lastMissed(connection, seenBefore(), atMost);
  }

  private Instant seenBefore() {
    return clock.instant().minus(ReconcileDeliveries.PATIENCE);
  }
}
