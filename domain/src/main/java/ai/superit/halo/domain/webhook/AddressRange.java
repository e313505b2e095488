package ai.superit.halo.domain.webhook;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/// A block of IPv4 or IPv6 addresses.
///
/// @param network its first address
/// @param prefix how many leading bits its addresses share, up to 32 or 128
public record AddressRange(InetAddress network, int prefix) {
  private static final String PART = "(?:0|[1-9][0-9]{0,2})";
  private static final Pattern IPV4 = Pattern.compile(PART + "(?:\\." + PART + "){3}");
  private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
  private static final Pattern PREFIX = Pattern.compile("[0-9]{1,3}");
  private static final int LONGEST_TEXT = 64;

  public AddressRange {
    if (prefix < 0 || prefix > bits(network) || !network.equals(cut(network, prefix))) {
      throw new IllegalArgumentException(
          "the first address of a range has no bits beyond " + prefix);
    }
  }

  /// Reads `203.0.113.0/24`, `2001:db8::/32`, or an address alone, which is a range of one. Never
  /// looks up a name.
  ///
  /// @throws IllegalArgumentException saying what is wrong with the text and what to do
  public static AddressRange parse(String text) {
    var stripped = text.strip();
    var slash = stripped.indexOf('/');
    var network =
        address(slash < 0 ? stripped : stripped.substring(0, slash))
            .orElseThrow(() ->
                wrong(
                    text,
                    "is no address or range; give one such as 203.0.113.0/24 or 2001:db8::/32"));
    var prefix = slash < 0 ? bits(network) : prefix(text, stripped.substring(slash + 1), network);
    var first = cut(network, prefix);
    if (!first.equals(network)) {
      throw wrong(
          text, "has bits beyond its prefix; give %s/%d".formatted(first.getHostAddress(), prefix));
    }
    return new AddressRange(first, prefix);
  }

  /// The address that a text spells in full; empty for anything else, such as a name.
  public static Optional<InetAddress> address(String text) {
    if (text.length() > LONGEST_TEXT
        || !(IPV4.matcher(text).matches() || IPV6.matcher(text).matches())) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException notAnAddress) {
      return Optional.empty();
    }
  }

  private static int prefix(String text, String digits, InetAddress network) {
    if (PREFIX.matcher(digits).matches() && Integer.parseInt(digits) <= bits(network)) {
      return Integer.parseInt(digits);
    }
    throw wrong(text, "needs a prefix of 0 to " + bits(network) + " bits after the slash");
  }

  private static IllegalArgumentException wrong(String text, String what) {
    var shown = text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "...";
    return new IllegalArgumentException("\"%s\" %s".formatted(shown, what));
  }

  /// False for an address of the other version.
  public boolean contains(InetAddress address) {
    return bits(address) == bits(network) && cut(address, prefix).equals(network);
  }

  /// As [#parse] reads it.
  public String text() {
    return network.getHostAddress() + "/" + prefix;
  }

  private static int bits(InetAddress address) {
    return address.getAddress().length * Byte.SIZE;
  }

  private static InetAddress cut(InetAddress address, int prefix) {
    var bytes = address.getAddress();
    for (int i = 0; i < bytes.length; i++) {
      var kept = Math.clamp(prefix - (long) i * Byte.SIZE, 0, Byte.SIZE);
      bytes[i] &= (byte) (0xff << (Byte.SIZE - kept));
    }
    try {
      return InetAddress.getByAddress(bytes);
    } catch (Exception impossible) {
      throw new IllegalStateException("an address has 4 or 16 bytes", impossible);
    }
  }
}
