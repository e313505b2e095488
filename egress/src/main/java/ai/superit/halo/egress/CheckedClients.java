package ai.superit.halo.halo;

import io.helidon.common.socket.SocketOptions;
import io.helidon.common.tls.Tls;
import io.helidon.webclient.api.Proxy;
import io.helidon.webclient.api.WebClient;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// The HTTP clients that calls go through: one for the direct way and, where there is a proxy, one
/// for the way through it. They follow no redirects and use no proxies of the environment.
final class Clients implements AutoCloseable {
  private final Optional<Egress.ProxyServer> server;
  private final WebClient direct;
  private final Optional<WebClient> tunnelled;

  Clients(HaloConfig config) {
    this.server = config.egress().proxy();
    this.direct = client(config, new PublicAddresses(config.rules()), Proxy.noProxy());
    this.tunnelled =
        server.map(
            of -> client(config, new TunnelledAddresses(config.rules(), of.host()), proxy(of)));
  }

  WebClient to(URI address) {
    return tunnelled.filter(_ -> server.orElseThrow().carries(address.getHost())).orElse(direct);
  }

  private static WebClient client(HaloConfig config, PublicAddresses addresses, Proxy proxy) {
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
                    .connectTimeout(config.connectTimeout())
                    .readTimeout(config.callTimeout())
                    .build());
    var authorities = config.egress().authorities();
    if (!authorities.isEmpty()) {
      builder.tls(Tls.builder().sslContext(trusting(authorities)).build());
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

  /// Those whom Java trusts, and these.
  private static SSLContext trusting(List<X509Certificate> authorities) {
    try {
      var trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      for (var manager : managers(null)) {
        if (manager instanceof X509TrustManager usual) {
          for (var known : usual.getAcceptedIssuers()) {
            trusted.setCertificateEntry("usual-" + trusted.size(), known);
          }
        }
      }
      for (var authority : authorities) {
        trusted.setCertificateEntry("own-" + trusted.size(), authority);
      }
      var context = SSLContext.getInstance("TLS");
      context.init(null, managers(trusted), null);
      return context;
    } catch (GeneralSecurityException | IOException impossible) {
      throw new IllegalStateException("the certificate authorities cannot be used", impossible);
    }
  }

  private static TrustManager[] managers(@Nullable KeyStore trusted)
      throws GeneralSecurityException {
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    return factory.getTrustManagers();
  }

  @Override
  public void close() {
    direct.closeResource();
    tunnelled.ifPresent(WebClient::closeResource);
  }
}
