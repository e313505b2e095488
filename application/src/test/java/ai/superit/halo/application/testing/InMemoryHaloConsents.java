package ai.superit.halo.application.testing;

import ai.superit.halo.application.connection.HaloConsents;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.ConnectionStatus;
import ai.superit.halo.domain.connection.HaloConsent;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/// Consents; leases end by the store's clock.
record InMemoryHaloConsents(Memory memory) implements HaloConsents {
  @Override
  public Optional<HaloConsent> find(ConnectionId connection) {
    return memory.with(
        state -> Optional.ofNullable(state.consents.get(connection)).map(State.Consent::consent));
  }

  @Override
  public void store(ConnectionId connection, HaloConsent consent, ConnectionStatus status) {
    memory.with(state -> state.consents.put(connection, State.Consent.free(consent)));
    new InMemoryConnections(memory).setStatus(connection, status);
  }

  @Override
  public Optional<Renewal> claim(ConnectionId connection, Duration atMost) {
    return memory.with(state -> {
      var now = memory.clock().instant();
      var free =
          Optional.ofNullable(state.consents.get(connection))
              .filter(held -> !now.isBefore(held.leaseUntil()));
      return free.map(held -> {
        var lease = UUID.randomUUID();
        state.consents.put(connection, new State.Consent(held.consent(), lease, now.plus(atMost)));
        return new Renewal(lease, held.consent());
      });
    });
  }

  @Override
  public boolean extend(ConnectionId connection, UUID lease, Duration atMost) {
    return memory.with(state -> {
      var until = memory.clock().instant().plus(atMost);
      var held = state.consents.get(connection);
      if (held == null || !held.lease().equals(lease)) {
        return false;
      }
      state.consents.put(connection, new State.Consent(held.consent(), lease, until));
      return true;
    });
  }

  @Override
  public boolean renewed(ConnectionId connection, UUID lease, HaloConsent next) {
    return memory.with(state -> {
      var mine = isMine(state, connection, lease);
      if (mine) {
        state.consents.put(connection, State.Consent.free(next));
      }
      return mine;
    });
  }

  @Override
  public void release(ConnectionId connection, UUID lease) {
    memory.with(state ->
        Optional.ofNullable(
            state.consents.computeIfPresent(
                connection,
                (_, held) ->
                    held.lease().equals(lease) ? State.Consent.free(held.consent()) : held)));
  }

  @Override
  public boolean lost(ConnectionId connection, UUID lease, ConnectionStatus status) {
    var mine =
        memory.with(
            state -> isMine(state, connection, lease) && state.consents.remove(connection) != null);
    if (mine) {
      new InMemoryConnections(memory).setStatus(connection, status);
    }
    return mine;
  }

  private static boolean isMine(State state, ConnectionId connection, UUID lease) {
    var held = state.consents.get(connection);
    return held != null && held.lease().equals(lease);
  }
}
