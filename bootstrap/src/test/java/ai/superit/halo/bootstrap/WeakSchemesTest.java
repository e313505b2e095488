package ai.superit.halo.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.webhook.WebhookSchemes;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.webhook.AcceptedSchemes;
import ai.superit.halo.domain.webhook.WebhookScheme;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WeakSchemesTest {
  private static final WebhookScheme SHORT = new WebhookScheme.Basic("halo", new Secret("short"));
  private static final WebhookScheme LONG =
      new WebhookScheme.Basic("halo", new Secret("0123456789abcdef"));
  private static final WebhookScheme SIGNED =
      new WebhookScheme.HmacSha256("X-Halo-Signature", new Secret("0123456789abcdef01234567"));

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final Known schemes = new Known(new HashMap<>());

  private record Known(Map<ConnectionId, AcceptedSchemes> all) implements WebhookSchemes {
    @Override
    public Optional<AcceptedSchemes> accepted(ConnectionId connection) {
      return Optional.ofNullable(all.get(connection));
    }

    @Override
    public void save(ConnectionId connection, AcceptedSchemes accepted) {
      all.put(connection, accepted);
    }
  }

  @Test
  void short_passwords_and_open_doors_are_told_and_nothing_else() {
    var weak = connection(AcceptedSchemes.only(SHORT));
    var open = connection(AcceptedSchemes.only(new WebhookScheme.None()));
    var formerly = connection(AcceptedSchemes.only(SIGNED).also(SHORT, NOW));
    var still = connection(AcceptedSchemes.only(SIGNED).also(SHORT, NOW.plusSeconds(1)));
    var good = connection(AcceptedSchemes.only(LONG));
    var signed = connection(AcceptedSchemes.only(SIGNED));

    assertThat(
            WeakSchemes.among(
                List.of(weak, good, open, signed, formerly, still, ConnectionId.random()),
                schemes,
                NOW))
        .containsExactly(weak, open, still);
  }

  private ConnectionId connection(AcceptedSchemes accepted) {
    var id = ConnectionId.random();
    schemes.save(id, accepted);
    return id;
  }
}
