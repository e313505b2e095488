package ai.superit.halo.domain.notification;

import ai.superit.halo.domain.connection.PublicNetwork;
import ai.superit.halo.domain.connection.TenantUrl;
import java.net.URI;
import java.net.URISyntaxException;

/// An address that messages are posted to. Path and query are kept as they were typed, because they
/// often prove who posts: whoever knows the address may post.
public record ChannelUrl(URI uri) {
  private static final int MAX_LENGTH = 2_000;

  /// Reads what a person typed.
  ///
  /// @param rules which addresses beyond public ones and port 443 may be used
  /// @throws IllegalArgumentException with a sentence that says what is wrong and what to do
  public static ChannelUrl parse(String typed, TenantUrl.Rules rules) {
    var uri = parsed(checked(typed.strip()));
    var host = uri.getHost();
    if (host == null || uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "must have a host name, and neither a user nor a fragment: type it such as"
              + " https://example.com/hooks/1");
    }
    var loopback = rules.loopback() && TenantUrl.isLoopback(host);
    if (!"https".equals(uri.getScheme()) && !(loopback && "http".equals(uri.getScheme()))) {
      throw new IllegalArgumentException("must begin with https://, in small letters");
    }
    if (!loopback && !rules.lists(host) && !PublicNetwork.mayContain(host)) {
      throw new IllegalArgumentException(
          "is an address inside a network: use a public name, or let the operator of this service"
              + " list the host under alerts.allowed-hosts");
    }
    var port = uri.getPort();
    if (port != -1 && port != 443 && !loopback && !rules.hosts().contains(host + ":" + port)) {
      throw new IllegalArgumentException(
          "port "
              + port
              + " is not allowed: use an https address without a port, or let the operator of this"
              + " service list host and port under alerts.allowed-hosts");
    }
    return new ChannelUrl(uri);
  }

  /// The address without what may be secret: only where it leads.
  public String origin() {
    return uri.getScheme() + "://" + uri.getRawAuthority() + "/…";
  }

  @Override
  public String toString() {
    return origin();
  }

  private static String checked(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("is empty: give the address to post to");
    }
    if (text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("is longer than " + MAX_LENGTH + " characters");
    }
    if (!text.chars().allMatch(c -> c > 0x20 && c < 0x7f && c != '\\')) {
      throw new IllegalArgumentException(
          "has characters that an address cannot have: write them with percent signs");
    }
    return text;
  }

  private static URI parsed(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException broken) {
      throw new IllegalArgumentException(
          "is not an address: type it such as https://example.com/hooks/1", broken);
    }
  }
}
