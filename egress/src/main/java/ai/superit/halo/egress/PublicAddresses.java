package ai.superit.halo.egress;

import ai.superit.halo.domain.connection.PublicNetwork;
import ai.superit.halo.domain.connection.TenantUrl;
import io.helidon.webclient.api.DnsAddressLookup;
import io.helidon.webclient.spi.DnsResolver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/// Resolves host names at the moment of connecting, and lets through public addresses only. The
/// connection goes to the very address that was checked, so a name that changes between saving and
/// calling gains nothing.
class PublicAddresses implements DnsResolver {
  /// All addresses that a name has at the moment.
  interface Names {
    InetAddress[] addresses(String host) throws UnknownHostException;
  }

  private final TenantUrl.Rules rules;
  private final Names names;

  PublicAddresses(TenantUrl.Rules rules) {
    this(rules, InetAddress::getAllByName);
  }

  PublicAddresses(TenantUrl.Rules rules, Names names) {
    this.rules = rules;
    this.names = names;
  }

  @Override
  public InetAddress resolveAddress(String host, DnsAddressLookup lookup) {
    try {
      return check(host, names.addresses(host));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private InetAddress check(String host, InetAddress[] found) throws PrivateAddress {
    if (!rules.lists(host) && !Arrays.stream(found).allMatch(this::mayBeCalled)) {
      throw new PrivateAddress();
    }
    return Arrays.stream(found)
        .filter(address -> !(address instanceof Inet6Address))
        .findFirst()
        .orElse(found[0]);
  }

  private boolean mayBeCalled(InetAddress address) {
    return (rules.loopback() && address.isLoopbackAddress()) || isPublic(address);
  }

  static boolean isPublic(InetAddress address) {
    return PublicNetwork.contains(address);
  }
}
