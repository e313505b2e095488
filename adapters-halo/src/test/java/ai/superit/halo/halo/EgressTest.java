package ai.superit.halo.halo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.connection.TenantUrl;
import ai.superit.halo.egress.Egress;
import ai.superit.halo.egress.Egress.ProxyServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/// Calls over real TLS with a private authority, and through a real proxy. Changes what the whole
/// process uses.
@Isolated
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EgressTest {
  private static final String USER_AND_WORD = "Basic aGFsbzpodXNo";

  private PrivateTlsServer tls;

  @BeforeAll
  void serve(@TempDir Path folder) throws IOException, GeneralSecurityException {
    tls = new PrivateTlsServer(folder);
  }

  @AfterAll
  void stop() {
    tls.close();
  }

  @Test
  void a_private_authority_is_trusted_only_if_it_is_configured() {
    var refused = refusal(Egress.DIRECT, here());

    assertThat(refused.getMessage()).contains("no certificate that can be trusted");
    assertThat(status(trusting(Optional.empty()), here())).isEqualTo(200);
  }

  @Test
  void a_certificate_that_has_ended_is_refused_whoever_signed_it() throws Exception {
    try (var expired = tls.expired()) {
      var refused = refusal(trusting(Optional.empty()), at(expired.port()));

      assertThat(refused.getMessage()).contains("no certificate that can be trusted");
    }
  }

  @Test
  void a_certificate_of_another_host_is_refused_whoever_signed_it() throws Exception {
    try (var other = tls.ofAnotherHost()) {
      var refused = refusal(trusting(Optional.empty()), at(other.port()));

      assertThat(refused.getMessage()).contains("no certificate that can be trusted");
    }
  }

  @Test
  void a_proxy_of_the_process_is_not_used() throws IOException {
    var before = System.getProperties();
    var usual = ProxySelector.getDefault();
    try (var proxy = new TunnelProxy(tls.port(), "")) {
      var changed = new Properties();
      changed.putAll(before);
      for (var kind : List.of("http.proxy", "https.proxy")) {
        changed.setProperty(kind + "Host", "127.0.0.1");
        changed.setProperty(kind + "Port", Integer.toString(proxy.port()));
      }
      changed.setProperty("http.nonProxyHosts", "");
      System.setProperties(changed);
      ProxySelector.setDefault(
          ProxySelector.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.port())));

      assertThat(status(trusting(Optional.empty()), here())).isEqualTo(200);

      assertThat(proxy.requests).isEmpty();
    } finally {
      System.setProperties(before);
      ProxySelector.setDefault(usual);
    }
  }

  @Test
  void calls_go_through_the_proxy() throws IOException {
    try (var proxy = new TunnelProxy(tls.port(), "")) {
      assertThat(status(trusting(at(proxy, "")), here())).isEqualTo(200);
      assertThat(proxy.requests)
          .isNotEmpty()
          .allSatisfy(head -> assertThat(head).startsWith("CONNECT localhost:"));
    }
  }

  @Test
  void the_proxy_is_told_user_and_password() throws IOException {
    try (var proxy = new TunnelProxy(tls.port(), USER_AND_WORD)) {
      assertThat(status(trusting(at(proxy, "halo")), here())).isEqualTo(200);

      var refused = refusal(trusting(at(proxy, "")), here());
      assertThat(refused.getMessage()).contains("halo.proxy.user").doesNotContain("407", "hush");
    }
  }

  /// Many networks behind a proxy resolve inner names only.
  @Test
  void a_name_that_only_the_proxy_knows_is_left_to_it() throws IOException {
    try (var proxy = new TunnelProxy(tls.port(), "")) {
      var tenant = URI.create("https://tenant.invalid/api/authinfo");

      assertThat(status(trusting(at(proxy, "")), tenant)).isEqualTo(200);
      assertThat(proxy.requests)
          .isNotEmpty()
          .allSatisfy(head -> assertThat(head).startsWith("CONNECT tenant.invalid:443"));
    }
  }

  @Test
  void excepted_hosts_are_called_directly() throws IOException {
    try (var proxy = new TunnelProxy(tls.port(), "")) {
      var server = at(proxy, "", "LOCALHOST");

      assertThat(status(trusting(server), here())).isEqualTo(200);
      assertThat(proxy.requests).isEmpty();
    }
  }

  @Test
  void an_inner_address_is_refused_before_the_proxy_hears_of_it() throws IOException {
    try (var proxy = new TunnelProxy(tls.port(), "")) {
      var production =
          SimulatedTenant.quick()
              .withRules(TenantUrl.Rules.PRODUCTION)
              .withEgress(trusting(at(proxy, "")));
      for (var host : List.of("localhost", "10.0.0.1", "169.254.169.254", "[::1]")) {
        var refused = refusal(production, URI.create("https://" + host + "/api/authinfo"));

        assertThat(refused.getMessage()).as(host).contains("not public");
      }
      assertThat(proxy.requests).isEmpty();
    }
  }

  private URI here() {
    return at(tls.port());
  }

  private static URI at(int port) {
    return URI.create("https://localhost:" + port + "/api/authinfo");
  }

  private Egress trusting(Optional<ProxyServer> proxy) {
    return new Egress(proxy, List.of(tls.authority()));
  }

  private static Optional<ProxyServer> at(TunnelProxy proxy, String user, String... except) {
    return Optional.of(
        new ProxyServer("127.0.0.1", proxy.port(), user, new Secret("hush"), Set.of(except)));
  }

  private static int status(Egress egress, URI address) {
    try (var http = new HaloHttp(SimulatedTenant.quick().withEgress(egress))) {
      return http.send(Call.get("GET /authinfo", address)).status();
    }
  }

  private static HaloUnavailable refusal(Egress egress, URI address) {
    return refusal(SimulatedTenant.quick().withEgress(egress), address);
  }

  private static HaloUnavailable refusal(HaloConfig config, URI address) {
    try (var http = new HaloHttp(config)) {
      return catchThrowableOfType(
          HaloUnavailable.class, () -> http.send(Call.get("GET /authinfo", address)));
    }
  }
}
