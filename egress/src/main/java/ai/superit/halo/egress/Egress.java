package ai.superit.halo.egress;

import ai.superit.halo.domain.connection.Secret;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// The way from here to what is called outside.
///
/// @param authorities who may sign certificates besides those whom Java trusts
public record Egress(Optional<ProxyServer> proxy, List<X509Certificate> authorities) {
  public static final Egress DIRECT = new Egress(Optional.empty(), List.of());

  /// An HTTP proxy that tunnels (`CONNECT`).
  ///
  /// @param user empty for a proxy that asks for none
  /// @param except hosts that are called directly: a name, or `.example.com` for all below it
  public record ProxyServer(
      String host, int port, String user, Secret password, Set<String> except) {
    public ProxyServer {
      except = Set.copyOf(except);
    }

    /// Whether calls to this host go through the proxy. Those to the proxy's own host do not, so
    /// that its address is checked like any other.
    boolean carries(String host) {
      var name = host.toLowerCase(Locale.ROOT);
      return !name.equalsIgnoreCase(this.host)
          && except.stream()
              .map(rule -> rule.toLowerCase(Locale.ROOT))
              .noneMatch(
                  rule -> name.equals(rule) || (rule.startsWith(".") && name.endsWith(rule)));
    }
  }

  public Egress {
    authorities = List.copyOf(authorities);
  }

  /// Trusts those whom Java trusts, and these authorities.
  public SSLContext trust() {
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
}
