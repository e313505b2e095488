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
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HaltedConnectionsTest {
  private final ConnectionId paused = ConnectionId.random();
  private final Connection deleted = connection(ConnectionId.random());

  @Test
  void what_is_deleted_rests_like_what_is_paused() {
    var halted =
        new HaltedConnections(
            answering(SyncPauses.class, "paused", Set.of(paused)),
            answering(ConnectionRemoval.class, "awaiting", List.of(deleted)));

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

  private static <T> T answering(Class<T> port, String asked, Object answer) {
    var loader = port.getClassLoader();
    return port.cast(
        Proxy.newProxyInstance(
            loader,
            new Class<?>[] {port},
            (_, method, _) -> {
              assertThat(method.getName()).isEqualTo(asked);
              return answer;
            }));
  }
}
