package ai.superit.halo.webhook;

import ai.superit.halo.domain.webhook.AddressRange;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.webserver.http.ServerRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The proxies whose word counts about where a request came from. What anybody else says in
/// `X-Forwarded-For`, `X-Forwarded-Proto` or `Forwarded` counts for nothing.
///
/// @param ranges their addresses
public record TrustedProxies(List<AddressRange> ranges) {
  /// Every request comes from whoever holds the other end of the connection.
  public static final TrustedProxies NONE = new TrustedProxies(List.of());

  private static final HeaderName FORWARDED = HeaderNames.create("Forwarded");
  private static final HeaderName FORWARDED_FOR = HeaderNames.create("X-Forwarded-For");
  private static final HeaderName FORWARDED_PROTO = HeaderNames.create("X-Forwarded-Proto");
  private static final String HTTPS = "https";

  public TrustedProxies {
    ranges = List.copyOf(ranges);
  }

  Sender senderOf(ServerRequest request) {
    var peer = ((InetSocketAddress) request.remotePeer().address()).getAddress();
    if (!contain(peer)) {
      return new Sender(Optional.of(peer), request.isSecure());
    }
    return behind(peer, request.headers());
  }

  /// A proxy sets one of the two headers; the other may be what the sender made up, so the two must
  /// agree where both are there.
  private Sender behind(InetAddress peer, ServerRequestHeaders headers) {
    var hops = hops(headers, FORWARDED_FOR);
    var elements = hops(headers, FORWARDED);
    var byFor = sender(peer, hops);
    var byForwarded =
        sender(peer, elements.stream().map(element -> parameter(element, "for")).toList());
    var address =
        elements.isEmpty() || (!hops.isEmpty() && byFor.equals(byForwarded))
            ? byFor
            : hops.isEmpty() ? byForwarded : Optional.<InetAddress>empty();
    return new Sender(address, isSecure(headers, elements));
  }

  /// The right-most hop that is none of ours: what stands left of it is that hop's own word.
  private Optional<InetAddress> sender(InetAddress peer, List<String> hops) {
    var sender = peer;
    for (var hop : hops.reversed()) {
      var address = address(hop);
      if (address.isEmpty()) {
        return Optional.empty();
      }
      sender = address.get();
      if (!contain(sender)) {
        break;
      }
    }
    return Optional.of(sender);
  }

  /// Whether the address is one of theirs.
  public boolean contain(InetAddress address) {
    return ranges.stream().anyMatch(range -> range.contains(address));
  }

  private static boolean isSecure(ServerRequestHeaders headers, List<String> elements) {
    var said = hops(headers, FORWARDED_PROTO);
    var alsoSaid =
        elements.stream().map(e -> parameter(e, "proto")).filter(p -> !p.isEmpty()).toList();
    return !(said.isEmpty() && alsoSaid.isEmpty())
        && said.stream().allMatch(HTTPS::equalsIgnoreCase)
        && alsoSaid.stream().allMatch(HTTPS::equalsIgnoreCase);
  }

  /// The values of all headers of the name, in their order.
  private static List<String> hops(ServerRequestHeaders headers, HeaderName name) {
    if (!headers.contains(name)) {
      return List.of();
    }
    var all = String.join(",", headers.get(name).allValues());
    return Arrays.stream(all.split(",", -1)).map(String::strip).toList();
  }

  /// Of an element of `Forwarded`, such as `for="[2001:db8::1]:4711";proto=https`; empty if it has
  /// none.
  private static String parameter(String element, String name) {
    return Arrays.stream(element.split(";"))
        .map(String::strip)
        .filter(pair -> pair.toLowerCase(Locale.ROOT).startsWith(name + "="))
        .map(pair -> pair.substring(name.length() + 1).replace("\"", ""))
        .findFirst()
        .orElse("");
  }

  /// Of `192.0.2.1`, `192.0.2.1:4711`, `2001:db8::1`, `[2001:db8::1]` and `[2001:db8::1]:4711`.
  private static Optional<InetAddress> address(String hop) {
    if (hop.startsWith("[")) {
      var end = hop.indexOf(']');
      return end < 0 ? Optional.empty() : AddressRange.address(hop.substring(1, end));
    }
    var colon = hop.indexOf(':');
    return colon >= 0 && colon == hop.lastIndexOf(':')
        ? AddressRange.address(hop.substring(0, colon))
        : AddressRange.address(hop);
  }
}
