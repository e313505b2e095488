package ai.superit.halo.egress;

import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.egress.Egress.ProxyServer;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProxyServerTest {
  @Test
  void below_a_domain_means_below_it() {
    var server = new ProxyServer("proxy.example", 1, "", new Secret(""), Set.of(".acme.example"));

    assertThat(server.carries("halo.acme.example")).isFalse();
    assertThat(server.carries("acme.example")).isTrue();
    assertThat(server.carries("evilacme.example")).isTrue();
    assertThat(server.carries("proxy.example")).isFalse();
  }
}
