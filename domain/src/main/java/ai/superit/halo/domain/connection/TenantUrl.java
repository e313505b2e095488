package ai.superit.halo.domain.connection;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;

/// The base address of a Halo tenant: scheme, host and, where it is not the usual one, port.
/// Nothing else, because people paste whatever page of Halo they had open.
public record TenantUrl(URI uri) {
  private static final int MAX_LENGTH = 500;

  /// Which addresses a configuration lets in beyond `https` on port 443.
  ///
  /// @param loopback plain HTTP and any port on a loopback host: for development and tests only
  /// @param hosts `host:port` pairs that may be used besides public hosts and port 443, for tenants
  ///   on own premises
  public record Rules(boolean loopback, Set<String> hosts) {
    public static final Rules PRODUCTION = new Rules(false, Set.of());

    public Rules {
      hosts = Set.copyOf(hosts);
    }

    /// Whether the host is listed, with whichever port.
    public boolean lists(String host) {
      return hosts.stream().anyMatch(pair -> pair.equals(host) || pair.startsWith(host + ":"));
    }
  }

  /// Reads what a person typed: adds the scheme, drops path, query and fragment, lower-cases the
  /// host.
  ///
  /// @throws IllegalArgumentException with a sentence that says what is wrong and what to type
  public static TenantUrl parse(String typed, Rules rules) {
    return new TenantUrl(normalised(typed, rules, false));
  }

  /// The same rules for an authorisation address, whose path matters and is kept.
  public static URI parseAuthorisation(String typed, Rules rules) {
    return normalised(typed, rules, true);
  }

  /// Where Halo's token and authorisation endpoints are, if the tenant does not say otherwise.
  public URI defaultAuthorisation() {
    return URI.create(uri + "/auth");
  }

  @Override
  public String toString() {
    return uri.toString();
  }

  private static URI normalised(String typed, Rules rules, boolean keepPath) {
    var url = parsed(withScheme(checked(typed)));
    var host = host(url);
    var loopback = rules.loopback() && isLoopback(host);
    if (!url.getScheme().equals("https") && !loopback) {
      throw new IllegalArgumentException("use https: Halo credentials must not travel in clear");
    }
    if (!loopback && !rules.lists(host) && !PublicNetwork.mayContain(host)) {
      throw new IllegalArgumentException(
          "is an address inside a network: use the tenant's public name, or let the operator of"
              + " this service list the host under halo.allowed-hosts");
    }
    var port = url.getPort();
    if (port != -1 && port != 443 && !loopback && !rules.hosts().contains(host + ":" + port)) {
      throw new IllegalArgumentException(
          "port " + port + " is not allowed: use the tenant's https address without a port");
    }
    var authority = port == -1 || port == 443 ? host : host + ":" + port;
    var path = keepPath ? url.getRawPath().replaceAll("/+$", "") : "";
    return URI.create(url.getScheme() + "://" + authority + path);
  }

  private static String checked(String typed) {
    var text = typed.strip();
    if (text.isEmpty()) {
      throw new IllegalArgumentException(
          "is empty: type the tenant's address, such as acme.halopsa.com");
    }
    if (text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("is longer than " + MAX_LENGTH + " characters");
    }
    if (!text.chars().allMatch(c -> c > 0x20 && c < 0x7f && c != '\\' && c != '%')) {
      throw new IllegalArgumentException(
          "has characters that a host name cannot have: type it in plain letters, such as"
              + " acme.halopsa.com");
    }
    if (text.contains("@")) {
      throw new IllegalArgumentException("must not hold an @: no user name or password here");
    }
    return text;
  }

  private static String withScheme(String text) {
    if (text.matches("(?i)[a-z][a-z0-9+.-]*://.*")) {
      return text;
    }
    if (text.matches("(?i)[a-z][a-z0-9+.-]*:(?!\\d+(/|$)).*")) {
      throw new IllegalArgumentException("use https, such as https://acme.halopsa.com");
    }
    return "https://" + text;
  }

  private static URI parsed(String text) {
    try {
      var url = new URI(text);
      return new URI(url.getScheme().toLowerCase(Locale.ROOT) + text.substring(text.indexOf(':')));
    } catch (URISyntaxException broken) {
      throw new IllegalArgumentException(
          "is not an address: type the tenant's address, such as acme.halopsa.com", broken);
    }
  }

  private static String host(URI url) {
    if (!url.getScheme().equals("https") && !url.getScheme().equals("http")) {
      throw new IllegalArgumentException("use https, such as https://acme.halopsa.com");
    }
    if (url.getHost() == null) {
      throw new IllegalArgumentException("has no host name: type it such as acme.halopsa.com");
    }
    return url.getHost().toLowerCase(Locale.ROOT);
  }

  /// Whether a host, as it is written, is this machine.
  public static boolean isLoopback(String host) {
    return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}");
  }
}
