package ai.superit.halo.halo;

import ai.superit.halo.domain.connection.TenantUrl;
import io.helidon.webclient.api.DnsAddressLookup;
import io.helidon.webclient.spi.DnsResolver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;

/// Resolves host names at the moment of connecting, and lets through public addresses only. The
/// connection goes to the very address that was checked, so a name that changes between saving and
/// calling gains nothing.
final class PublicAddresses implements DnsResolver {
  private final TenantUrl.Rules rules;

  PublicAddresses(TenantUrl.Rules rules) {
    this.rules = rules;
  }

  static final class PrivateAddress extends IOException {
    private static final long serialVersionUID = 1L;
  }

  @Override
  public InetAddress resolveAddress(String host, DnsAddressLookup lookup) {
    try {
      return check(host, InetAddress.getAllByName(host));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private InetAddress check(String host, InetAddress[] found) throws PrivateAddress {
    if (!isListed(host) && !Arrays.stream(found).allMatch(this::mayBeCalled)) {
      throw new PrivateAddress();
    }
    return Arrays.stream(found)
        .filter(address -> !(address instanceof Inet6Address))
        .findFirst()
        .orElse(found[0]);
  }

  private boolean isListed(String host) {
    return rules.hosts().stream()
        .anyMatch(pair -> pair.equals(host) || pair.startsWith(host + ":"));
  }

  private boolean mayBeCalled(InetAddress address) {
    return (rules.loopback() && address.isLoopbackAddress()) || isPublic(address);
  }

  static boolean isPublic(InetAddress address) {
    if (address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return false;
    }
    var bytes = address.getAddress();
    return bytes.length == 4
        ? isPublic(bytes[0] & 0xff, bytes[1] & 0xff, bytes[2] & 0xff)
        : isPublic6(bytes);
  }

  private static boolean isPublic(int a, int b, int c) {
    return a != 0
        && a != 10
        && a != 127
        && a < 224
        && !(a == 100 && b >= 64 && b < 128)
        && !(a == 169 && b == 254)
        && !(a == 172 && b >= 16 && b < 32)
        && !(a == 192 && b == 168)
        && !(a == 192 && b == 0 && (c == 0 || c == 2))
        && !(a == 198 && (b == 18 || b == 19));
  }

  /// Only global unicast, without the ranges that carry an IPv4 address inside.
  private static boolean isPublic6(byte[] bytes) {
    var first = (bytes[0] & 0xff) << 8 | (bytes[1] & 0xff);
    var second = (bytes[2] & 0xff) << 8 | (bytes[3] & 0xff);
    var globalUnicast = (first & 0xe000) == 0x2000;
    var teredo = first == 0x2001 && second == 0;
    var sixToFour = first == 0x2002;
    var documentation = first == 0x2001 && second == 0xdb8;
    return globalUnicast && !teredo && !sixToFour && !documentation;
  }
}
