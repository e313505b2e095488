package ai.superit.halo.application.testing;

import static ai.superit.halo.domain.testing.Moments.NOON;
import static ai.superit.halo.domain.testing.Moments.minute;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.connection.Discovery;
import ai.superit.halo.application.connection.Discovery.Issuer;
import ai.superit.halo.application.connection.Discovery.Source;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.ConnectionStatus;
import java.net.URI;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// What every keeper of discoveries does.
public interface DiscoveriesContract extends StoreContract {
  @Test
  default void what_was_found_is_where_the_connection_signs_in() {
    var acme = connected("acme");
    var other = connected("other");
    var found = found("https://sso.halo.example/auth", NOON);

    assertThat(store().discoveries().keep(acme, found)).isTrue();

    assertThat(store().discoveries().find(acme)).contains(found);
    var endpoint = store().accounts().access(acme).orElseThrow().endpoint();
    assertThat(endpoint.authorisation()).isEqualTo(found.authorisation());
    assertThat(endpoint.tenantName()).isEqualTo("acme-1");
    assertThat(store().discoveries().find(other)).isEmpty();
    assertThat(store().accounts().access(other).orElseThrow().endpoint().tenantName())
        .isNotEqualTo("acme-1");
  }

  @Test
  default void a_later_discovery_replaces_the_earlier_one() {
    var acme = connected("acme");
    store().discoveries().keep(acme, found("https://one.example/auth", NOON));
    var later = found("https://two.example/auth", minute(5));
    store().discoveries().keep(acme, later);

    assertThat(store().discoveries().find(acme)).contains(later);
  }

  @Test
  default void nothing_is_kept_of_what_is_gone_or_being_deleted() {
    var deleting = connected("deleting");
    store().connections().setStatus(deleting, ConnectionStatus.deleting(NOON));
    var found = found("https://sso.halo.example/auth", NOON);

    assertThat(store().discoveries().keep(deleting, found)).isFalse();
    assertThat(store().discoveries().keep(ConnectionId.random(), found)).isFalse();
    assertThat(store().discoveries().find(deleting)).isEmpty();
  }

  private static Discovery found(String authorisation, Instant at) {
    return new Discovery(
        Source.AUTH_INFO, URI.create(authorisation), "acme-1", new Issuer(authorisation, true), at);
  }
}
