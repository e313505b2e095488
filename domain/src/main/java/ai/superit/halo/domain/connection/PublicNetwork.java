package ai.superit.halo.domain.connection;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// What can be reached by everybody, as opposed to what only machines beside ours can: whoever may
/// type an address must not make us call those.
public final class PublicNetwork {
  private static final Pattern DOTTED =
      Pattern.compile("(0|[1-9]\\d{0,2})(\\.(0|[1-9]\\d{0,2})){3}");
  private static final Set<String> INNER_ZONES =
      Set.of("localhost", "localdomain", "local", "internal", "intranet", "lan", "home", "corp");

  private PublicNetwork() {}

  /// Whether a host, as it is written, can be public. What a name leads to has to be checked
  /// besides, at the moment of connecting.
  public static boolean mayContain(String host) {
    var name = host.toLowerCase(Locale.ROOT).replaceAll("\\.$", "");
    if (name.startsWith("[")) {
      return containsLiteral(name.substring(1, name.length() - 1));
    }
    var zone = name.substring(name.lastIndexOf('.') + 1);
    if (zone.matches("\\d+|0x[0-9a-f]*")) {
      return DOTTED.matcher(name).matches() && containsLiteral(name);
    }
    return name.contains(".") && !INNER_ZONES.contains(zone) && !name.endsWith(".home.arpa");
  }

  private static boolean containsLiteral(String address) {
    try {
      return contains(InetAddress.ofLiteral(address));
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  public static boolean contains(InetAddress address) {
    if (address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return false;
    }
    var bytes = address.getAddress();
    return bytes.length == 4
        ? contains(bytes[0] & 0xff, bytes[1] & 0xff, bytes[2] & 0xff)
        : contains6(bytes);
  }

  private static boolean contains(int a, int b, int c) {
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
  private static boolean contains6(byte[] bytes) {
    var first = (bytes[0] & 0xff) << 8 | (bytes[1] & 0xff);
    var second = (bytes[2] & 0xff) << 8 | (bytes[3] & 0xff);
    var globalUnicast = (first & 0xe000) == 0x2000;
    var teredo = first == 0x2001 && second == 0;
    var sixToFour = first == 0x2002;
    var documentation = first == 0x2001 && second == 0xdb8;
    return globalUnicast && !teredo && !sixToFour && !documentation;
  }
}
