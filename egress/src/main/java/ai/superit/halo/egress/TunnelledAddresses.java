package ai.superit.halo.egress;

import ai.superit.halo.domain.connection.TenantUrl;
import io.helidon.webclient.api.DnsAddressLookup;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;

/// Checks the hosts to which a proxy connects, as far as they can be resolved here; the rest is the
/// proxy's to decide, as is the address that it connects to in the end.
final class TunnelledAddresses extends PublicAddresses {
  private final String proxy;

  /// @param proxy host of the proxy, which may be inside the network
  TunnelledAddresses(TenantUrl.Rules rules, String proxy) {
    super(rules);
    this.proxy = proxy;
  }

  @Override
  public InetAddress resolveAddress(String host, DnsAddressLookup lookup) {
    try {
      return host.equalsIgnoreCase(proxy)
          ? InetAddress.getByName(host)
          : super.resolveAddress(host, lookup);
    } catch (UnknownHostException unknown) {
      throw new UncheckedIOException(unknown);
    } catch (UncheckedIOException failure) {
      if (failure.getCause() instanceof UnknownHostException) {
        return unresolved(host);
      }
      throw failure;
    }
  }

  /// Only its name is sent to the proxy.
  private static InetAddress unresolved(String host) {
    try {
      return InetAddress.getByAddress(host, new byte[4]);
    } catch (UnknownHostException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
