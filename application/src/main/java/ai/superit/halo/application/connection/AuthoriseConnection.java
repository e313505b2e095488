package ai.superit.halo.application.connection;

import ai.superit.halo.application.connection.Authorisations.Begun;
import ai.superit.halo.application.connection.Authorisations.Taken;
import ai.superit.halo.domain.connection.Capability;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.ConnectionStatus;
import ai.superit.halo.domain.connection.Digest;
import ai.superit.halo.domain.connection.HaloAccess;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.team.Caller;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Lets a person authorise a connection in a browser, by OAuth's authorization code with PKCE: a
/// manager gets an address, the browser that opens it goes to Halo and comes back with a code. The
/// three steps are bound to each other and can each be taken once within ten minutes.
public final class AuthoriseConnection {
  public sealed interface Offer {
    /// @param address works once; for the manager's own browser
    record Open(URI address, Instant until) implements Offer {}

    record ConnectionUnknown() implements Offer {}

    /// It signs in by client id and secret.
    record NotNeeded() implements Offer {}
  }

  public sealed interface Beginning {
    /// @param browser to be kept by the browser and shown when it comes back
    record ToHalo(URI address, Secret browser) implements Beginning {}

    record Refused() implements Beginning {}
  }

  /// What came back; texts are empty where nothing came.
  public record Returned(String state, Secret browser, String error, String issuer, Secret code) {}

  public sealed interface Ending {
    /// @param missing what was asked for and Halo did not grant; mostly empty
    record Authorised(ConnectionId connection, Set<Capability> missing) implements Ending {
      public Authorised {
        missing = Capability.ordered(missing);
      }
    }

    record NotBegun(Taken.Not why) implements Ending {}

    /// @param error the code that Halo gave, cut to the known ones; empty for any other
    record RefusedByHalo(String error) implements Ending {}

    record WithoutCode() implements Ending {}

    record OtherIssuer() implements Ending {}

    /// @param message what went wrong between us and Halo, for people
    record ExchangeFailed(String message) implements Ending {}
  }

  public static final Duration LIFETIME = Duration.ofMinutes(10);

  private static final String PATH = "/api/integrations/halo";
  private static final int SECRET_BYTES = 32;
  private static final int VERIFIER_BYTES = 64;

  /// Where things are kept and asked.
  public record Ports(
      Connections connections,
      HaloAccounts accounts,
      Discoveries discoveries,
      Authorisations authorisations,
      HaloConsents consents,
      HaloAuthorisations halo,
      HaloScopes scopes) {}

  private final Ports ports;
  private final URI publicBase;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  /// @param publicBase the address under which browsers reach this service, without a trailing
  ///   slash; what a request claims it to be is never looked at
  public AuthoriseConnection(Ports ports, URI publicBase, InstantSource clock) {
    this.ports = ports;
    this.publicBase = publicBase;
    this.clock = clock;
  }

  /// What must be registered as redirect URI with the application in Halo, character by character.
  public URI callback() {
    return callback(publicBase);
  }

  public static URI callback(URI publicBase) {
    return URI.create(publicBase + PATH + "/callback");
  }

  public Offer offer(Caller manager, ConnectionId id) {
    var found = ports.connections.findLiving(manager.visibility(), id);
    if (found.isEmpty()) {
      return new Offer.ConnectionUnknown();
    }
    if (!found.get().needsConsent()) {
      return new Offer.NotNeeded();
    }
    var ticket = secret(SECRET_BYTES);
    var until = clock.instant().plus(LIFETIME);
    ports.authorisations.offer(id, Digest.of(ticket), until);
    return new Offer.Open(
        URI.create(publicBase + PATH + "/authorize/" + id + "?ticket=" + ticket.reveal()), until);
  }

  public Beginning begin(ConnectionId id, Secret ticket) {
    var access = ports.accounts.access(id).filter(HaloAccess::needsConsent);
    if (access.isEmpty()) {
      return new Beginning.Refused();
    }
    var now = clock.instant();
    var state = id + "." + secret(SECRET_BYTES).reveal();
    var browser = secret(SECRET_BYTES);
    var verifier = secret(VERIFIER_BYTES);
    var begun =
        new Begun(Digest.of(new Secret(state)), Digest.of(browser), verifier, now.plus(LIFETIME));
    if (!ports.authorisations.begin(id, Digest.of(ticket), begun, now)) {
      return new Beginning.Refused();
    }
    var address = ports.halo.address(access.get(), callback(), state, Digest.of(verifier));
    return new Beginning.ToHalo(address, browser);
  }

  /// Spends the state before anything else is looked at.
  public Ending end(Returned returned) {
    var id = connection(returned.state());
    if (id.isEmpty()) {
      return new Ending.NotBegun(Taken.Not.UNKNOWN);
    }
    var taken =
        ports.authorisations.take(
            id.get(),
            Digest.of(new Secret(returned.state())),
            Digest.of(returned.browser()),
            clock.instant());
    return switch (taken) {
      case Taken.Not not -> new Ending.NotBegun(not);
      case Taken.Mine(var verifier) -> end(id.get(), returned, verifier);
    };
  }

  private Ending end(ConnectionId id, Returned returned, Secret verifier) {
    if (!returned.error().isEmpty()) {
      return new Ending.RefusedByHalo(known(returned.error()));
    }
    if (returned.code().reveal().isEmpty()) {
      return new Ending.WithoutCode();
    }
    var access = ports.accounts.access(id).filter(HaloAccess::needsConsent);
    if (access.isEmpty()) {
      return new Ending.NotBegun(Taken.Not.UNKNOWN);
    }
    return isIssuedBy(access.get(), returned.issuer())
        ? redeem(access.get(), returned.code(), verifier)
        : new Ending.OtherIssuer();
  }

  private Ending redeem(HaloAccess access, Secret code, Secret verifier) {
    try {
      var consent = ports.halo.redeem(access, callback(), code, verifier);
      var missing = missing(access, consent.scope());
      var connected =
          new ConnectionStatus(ConnectionStatus.State.CONNECTED, detail(missing), clock.instant());
      ports.consents.store(access.connection(), consent, connected);
      return new Ending.Authorised(access.connection(), missing);
    } catch (HaloUnavailable | CallsEnded failure) {
      return new Ending.ExchangeFailed(String.valueOf(failure.getMessage()));
    }
  }

  /// A tenant that names no scope grants what was asked for.
  private Set<Capability> missing(HaloAccess access, String granted) {
    return granted.isBlank()
        ? Set.of()
        : access.endpoint().capabilities().stream()
            .filter(asked -> !ports.scopes.covers(granted, asked))
            .collect(Collectors.toSet());
  }

  private String detail(Set<Capability> missing) {
    if (missing.isEmpty()) {
      return "";
    }
    var names =
        missing.stream()
            .sorted()
            .map(each -> "%s (%s)".formatted(each.title(), ports.scopes.scope(each)))
            .collect(Collectors.joining(", "));
    return "Halo granted less than was asked for; missing: %s. Allow it in the Halo application's"
            .formatted(names)
        + " permissions and authorise the connection again, or ask for less by"
        + " setHaloCapabilities.";
  }

  /// A server that says who it is must be the one that the browser was sent to: another one's code
  /// must not be shown to this one. Halo need not say it, unless it has promised to.
  private boolean isIssuedBy(HaloAccess access, String issuer) {
    if (issuer.isEmpty()) {
      return !ports
          .discoveries
          .find(access.connection())
          .map(Discovery::issuer)
          .filter(Discovery.Issuer::promised)
          .isPresent();
    }
    var endpoint = access.endpoint();
    return withoutSlash(issuer).equals(withoutSlash(endpoint.authorisation().toString()))
        || withoutSlash(issuer).equals(endpoint.tenant().toString());
  }

  private static String withoutSlash(String address) {
    return address.replaceAll("/+$", "").toLowerCase(Locale.ROOT);
  }

  /// Only words of the standard: what else a stranger may have written there is not repeated.
  private static String known(String error) {
    return switch (error) {
      case "access_denied",
          "invalid_request",
          "invalid_scope",
          "unauthorized_client",
          "unsupported_response_type",
          "server_error",
          "temporarily_unavailable" ->
          error;
      default -> "";
    };
  }

  private static Optional<ConnectionId> connection(String state) {
    return state.matches("[0-9a-f-]{36}\\.[A-Za-z0-9_-]{43}")
        ? ConnectionId.find(state.substring(0, 36))
        : Optional.empty();
  }

  private Secret secret(int length) {
    var bytes = new byte[length];
    random.nextBytes(bytes);
    return new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }
}
