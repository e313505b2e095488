package ai.superit.halo.egress;

import ai.superit.halo.domain.connection.TenantUrl;
import io.helidon.common.socket.SocketOptions;
import io.helidon.common.tls.Tls;
import io.helidon.webclient.api.Proxy;
import io.helidon.webclient.api.WebClient;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/// The HTTP clients that calls go through: one for the direct way and, where there is a proxy, one
/// for the way through it. They connect to addresses that the rules let through, follow no
/// redirects and use no proxies of the environment. Safe for use by many threads.
public final class CheckedClients implements AutoCloseable {
  private final Optional<Egress.ProxyServer> server;
  private final WebClient direct;
  private final Optional<WebClient> tunnelled;

  /// How long a call may keep its thread waiting.
  ///
  /// @param read for the next bytes of an answer
  public record Patience(Duration connect, Duration read) {}

  /// @param rules which addresses beyond public ones may be called
  public CheckedClients(Egress egress, TenantUrl.Rules rules, Patience patience) {
    this.server = egress.proxy();
    this.direct = client(egress, patience, new PublicAddresses(rules), Proxy.noProxy());
    this.tunnelled =
        server.map(
            of -> client(egress, patience, new TunnelledAddresses(rules, of.host()), proxy(of)));
  }

  /// The client that leads to the address. A call of it fails with [PrivateAddress] as a cause if
  /// the rules do not let the address through.
  public WebClient to(URI address) {
    return tunnelled.filter(_ -> server.orElseThrow().carries(address.getHost())).orElse(direct);
  }

  private static WebClient client(
      Egress egress, Patience patience, PublicAddresses addresses, Proxy proxy) {
    var builder =
        WebClient.builder()
            .dnsResolver(addresses)
            .proxy(proxy)
            .followRedirects(false)
            .sendExpectContinue(false)
            .shareConnectionCache(false)
            .servicesDiscoverServices(false)
            .socketOptions(
                SocketOptions.builder()
                    .connectTimeout(patience.connect())
                    .readTimeout(patience.read())
                    .build());
    var authorities = egress.authorities();
    if (!authorities.isEmpty()) {
      builder.tls(Tls.builder().sslContext(egress.trust()).build());
    }
    return builder.build();
  }

  private static Proxy proxy(Egress.ProxyServer server) {
    var builder =
        Proxy.builder()
            .type(Proxy.ProxyType.HTTP)
            .forceHttpConnect(true)
            .host(server.host())
            .port(server.port());
    if (!server.user().isEmpty()) {
      builder.username(server.user()).password(server.password().reveal().toCharArray());
    }
    return builder.build();
  }

  @Override
  public void close() {
    direct.closeResource();
    tunnelled.ifPresent(WebClient::closeResource);
  }
}
