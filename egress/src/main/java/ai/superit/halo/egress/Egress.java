package ai.superit.halo.halo;

import ai.superit.halo.domain.connection.Secret;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// The way from here to tenants.
///
/// @param authorities who may sign tenants' certificates besides those whom Java trusts
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
}
