package ai.superit.halo.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.connection.ConnectionRemoval;
import ai.superit.halo.application.sync.SyncPauses;
import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.ConnectionStatus;
import ai.superit.halo.domain.connection.Grant;
import ai.superit.halo.domain.connection.TenantUrl;
import ai.superit.halo.domain.team.TeamId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HaltedConnectionsTest {
  private final ConnectionId paused = ConnectionId.random();
  private final Connection deleted = connection(ConnectionId.random());

  @Test
  void what_is_deleted_rests_like_what_is_paused() {
    var halted = new HaltedConnections(new Paused(Set.of(paused)), new Deleting(List.of(deleted)));

    assertThat(halted.get()).containsExactlyInAnyOrder(paused, deleted.id());
  }

  private static Connection connection(ConnectionId id) {
    var tenant = TenantUrl.parse("acme.halopsa.example", TenantUrl.Rules.PRODUCTION);
    var endpoint =
        new Connection.Endpoint(
            tenant, tenant.defaultAuthorisation(), "", "app", Grant.CLIENT_CREDENTIALS);
    var status = ConnectionStatus.deleting(Instant.EPOCH);
    return new Connection(id, new TeamId("managers"), "Acme", endpoint, status, Instant.EPOCH);
  }

  /// Knows which are paused, and nothing else.
  private record Paused(Set<ConnectionId> paused) implements SyncPauses {
    @Override
    public void pause(ConnectionId connection, Instant now) {
      throw new AssertionError("nothing is paused here");
    }

    @Override
    public void resume(ConnectionId connection) {
      throw new AssertionError("nothing is resumed here");
    }

    @Override
    public Optional<Instant> pausedSince(ConnectionId connection) {
      throw new AssertionError("all are asked for at once");
    }
  }

  /// Knows which are being deleted, and removes nothing.
  private record Deleting(List<Connection> awaiting) implements ConnectionRemoval {
    @Override
    public boolean hasSecrets(ConnectionId connection) {
      throw new AssertionError("nobody asks for secrets here");
    }

    @Override
    public void forgetSecrets(ConnectionId connection) {
      throw new AssertionError("no secrets are forgotten here");
    }

    @Override
    public long removeSome(ConnectionId connection, int atMost) {
      throw new AssertionError("nothing is removed here");
    }

    @Override
    public void forget(ConnectionId connection) {
      throw new AssertionError("no connection is forgotten here");
    }
  }
}
