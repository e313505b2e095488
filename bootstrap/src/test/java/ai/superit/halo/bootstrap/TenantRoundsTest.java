package ai.superit.halo.bootstrap;

import static org.awaitility.Awaitility.await;

import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.ConnectionStatus;
import ai.superit.halo.domain.connection.Grant;
import ai.superit.halo.domain.connection.TenantUrl;
import ai.superit.halo.domain.team.TeamId;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class TenantRoundsTest {
  private final Map<String, Integer> turns = new ConcurrentHashMap<>();
  private final CountDownLatch answer = new CountDownLatch(1);

  @Test
  void a_tenant_that_hangs_or_fails_keeps_no_other_from_its_turn_and_not_the_end() {
    var all = List.of(connection("hangs"), connection("fails"), connection("works"));

    try (var _ = TenantRounds.every(Duration.ofMillis(1), "test", () -> all, this::examine)) {
      await().until(() -> turns("works") > 2 && turns("fails") > 2);
    }

    await().until(() -> turns("interrupted") == 1);
  }

  private int turns(String name) {
    return turns.getOrDefault(name, 0);
  }

  private void examine(Connection connection) {
    turns.merge(connection.name(), 1, Integer::sum);
    switch (connection.name()) {
      case "hangs" -> hang();
      case "fails" -> throw new IllegalStateException("a mistake");
      default -> {}
    }
  }

  private void hang() {
    try {
      answer.await();
    } catch (InterruptedException stopped) {
      turns.merge("interrupted", 1, Integer::sum);
    }
  }

  private static Connection connection(String name) {
    var now = Instant.parse("2026-03-02T12:00:00Z");
    return new Connection(
        ConnectionId.random(),
        new TeamId("managers"),
        name,
        new Connection.Endpoint(
            TenantUrl.parse("https://acme.halopsa.example", TenantUrl.Rules.PRODUCTION),
            URI.create("https://acme.halopsa.example/auth"),
            "acme",
            "client-of-acme",
            Grant.CLIENT_CREDENTIALS),
        new ConnectionStatus(ConnectionStatus.State.NEW, "", now),
        now);
  }
}
