package ai.superit.halo.application.connection;

import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.ConnectionStatus;
import ai.superit.halo.domain.connection.HaloConsent;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/// What people have consented to, shared by all instances. A refresh token works once, so only
/// whoever holds the lease of a connection may use it.
public interface HaloConsents {
  /// @param lease to be named when it ends
  record Renewal(UUID lease, HaloConsent current) {}

  /// Empty if nobody has authorised the connection, or the consent is gone.
  Optional<HaloConsent> find(ConnectionId connection);

  /// Replaces what was there, whoever was about to renew it, and the connection's status.
  void store(ConnectionId connection, HaloConsent consent, ConnectionStatus status);

  /// The lease for renewing; empty if somebody else has it, or there is nothing to renew. It ends
  /// by itself after that time, so that a crashed instance blocks nobody.
  Optional<Renewal> claim(ConnectionId connection, Duration atMost);

  /// Makes the lease last that much longer from now on; false, and nothing changed, if somebody
  /// else has it by now, or it was given back.
  boolean extend(ConnectionId connection, UUID lease, Duration atMost);

  /// Stores the renewed consent durably and ends the lease, even one that has run out, because Halo
  /// has forgotten the consent before; false, and nothing stored, if somebody else has the lease by
  /// now, or it was given back.
  boolean renewed(ConnectionId connection, UUID lease, HaloConsent next);

  /// Ends the lease and leaves the consent as it is; does nothing if it has ended already.
  void release(ConnectionId connection, UUID lease);

  /// Forgets the consent and sets the connection's status; false, and nothing changed, if somebody
  /// else has the lease by now, or it was given back.
  boolean lost(ConnectionId connection, UUID lease, ConnectionStatus status);
}
