package ai.superit.halo.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.webhook.WebhookSchemes;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.webhook.AcceptedSchemes;
import ai.superit.halo.persistence.Persistence.Health;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReadinessTest {
  private static final Health WELL = new Health(true, List.of());

  private record Locked(Set<ConnectionId> unreadable, boolean isLockedOut)
      implements WebhookSchemes {
    @Override
    public Optional<AcceptedSchemes> accepted(ConnectionId connection) {
      return Optional.empty();
    }

    @Override
    public void save(ConnectionId connection, AcceptedSchemes schemes) {
      throw new UnsupportedOperationException();
    }
  }

  @Test
  void nothing_wrong_is_nothing_to_tell() {
    var readiness = Readiness.of(WELL, schemes(Set.of(), false), false, true);

    assertThat(readiness.isReady()).isTrue();
    assertThat(readiness.json()).isEqualTo("{\"status\":\"UP\"}");
  }

  @Test
  void a_secret_of_some_webhook_that_cannot_be_opened_is_told_and_stops_nobody() {
    var readiness = Readiness.of(WELL, schemes(Set.of(ConnectionId.random()), false), false, true);

    assertThat(readiness.isReady()).isTrue();
    assertThat(readiness.json())
        .isEqualTo("{\"status\":\"UP\",\"warnings\":[\"SECRETS_UNREADABLE\"]}");
  }

  @Test
  void a_client_secret_that_cannot_be_opened_is_told_and_stops_nobody() {
    var readiness = Readiness.of(WELL, schemes(Set.of(), false), true, true);

    assertThat(readiness.isReady()).isTrue();
    assertThat(readiness.warnings()).containsExactly("SECRETS_UNREADABLE");
  }

  @Test
  void whoever_can_open_no_secret_at_all_is_not_ready() {
    var readiness = Readiness.of(WELL, schemes(Set.of(ConnectionId.random()), true), false, true);

    assertThat(readiness.isReady()).isFalse();
    assertThat(readiness.json())
        .isEqualTo("{\"status\":\"DOWN\",\"reasons\":[\"SECRETS_UNREADABLE\"]}");
  }

  @Test
  void all_reasons_are_told_at_once() {
    var open = schemes(Set.of(), false);

    assertThat(Readiness.of(new Health(false, List.of()), open, false, false).reasons())
        .containsExactly("DATABASE_UNREACHABLE", "WORKER_ENDED");
    assertThat(Readiness.of(new Health(true, List.of("fsync is off")), open, false, true).json())
        .isEqualTo("{\"status\":\"DOWN\",\"reasons\":[\"DATABASE_NOT_DURABLE\"]}");
  }

  private static WebhookSchemes schemes(Set<ConnectionId> unreadable, boolean lockedOut) {
    return new Locked(unreadable, lockedOut);
  }
}
