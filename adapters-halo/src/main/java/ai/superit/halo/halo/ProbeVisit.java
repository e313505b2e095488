package ai.superit.halo.halo;

import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.domain.connection.HaloAccess;
import java.net.URI;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The calls of one visit to a tenant, with up to two more where a connection is cut.
final class ProbeVisit {
  private static final Query ONE_ROW =
      Query.of("pageinate", true).with("page_size", 1).with("page_no", 1);

  private final Function<Call, Answer> sending;
  private final Lane lane;
  private final Sessions sessions;
  private final HaloAccess access;
  private final InstantSource clock;
  private int repeats = 2;
  private @Nullable Session session;
  private long clients;

  ProbeVisit(
      Function<Call, Answer> sending,
      Lane lane,
      Sessions sessions,
      HaloAccess access,
      InstantSource clock) {
    this.sending = sending;
    this.lane = lane;
    this.sessions = sessions;
    this.access = access;
    this.clock = clock;
  }

  String signIn() {
    if (access.needsConsent()) {
      sessions.askAgain(access);
      session = sessions.session(access.connection(), lane);
      return "Halo accepts what was authorised.";
    }
    var call = SignIn.clientCredentials(access);
    signedIn(call, send(call));
    return "Halo accepted the client id and secret.";
  }

  void signedIn(Call call, Answer answer) {
    var now = clock.instant();
    session = TokenReply.of(access, call, answer, now).session(access, now);
    sessions.askAgain(access);
  }

  /// The scopes of the token, separated by blanks; empty if there is none or Halo did not say.
  String tokenScope() {
    var signedIn = session;
    return signedIn == null ? "" : signedIn.scope();
  }

  String readRecords() {
    read("Tickets", "tickets");
    clients = read("Client", "clients");
    return "Tickets and clients can be read.";
  }

  String tenantInformation() {
    var count = clients == 1 ? "1 client" : clients + " clients";
    return tenantId()
        .map(name -> "The tenant \"%s\" has %s.".formatted(name, count))
        .orElse("The tenant has " + count + ".");
  }

  /// @return how many records there are
  private long read(String resource, String key) {
    return Listing.of(get(resource, ONE_ROW).checked().json(), resource, key).total();
  }

  /// As the one whom the token stands for.
  Answer get(String path, Query query) {
    var name = path.replaceFirst("/.*", "");
    var call = Call.get("GET /" + name, address(path + query.text()));
    var answer = send(call.as(Objects.requireNonNull(session).token()));
    if (answer.status() == 401 && access.needsConsent()) {
      answer = send(call.as(renewed().token()));
    }
    return answer;
  }

  /// What was kept from before may have been withdrawn since.
  private Session renewed() {
    sessions.drop(access.connection(), lane, Objects.requireNonNull(session));
    var fresh = sessions.session(access.connection(), lane);
    session = fresh;
    return fresh;
  }

  /// Not every installation tells; only a name that looks like one is shown.
  private Optional<String> tenantId() {
    return tenantId(authinfo());
  }

  /// Needs no signing in.
  Answer authinfo() {
    return send(Call.get("GET /authinfo", address("authinfo")));
  }

  static Optional<String> tenantId(Answer answer) {
    if (answer.status() != 200) {
      return Optional.empty();
    }
    try {
      return answer
          .jsonObject()
          .map(info -> info.text("tenant_id"))
          .filter(name -> name.matches("[A-Za-z0-9_.-]{1,100}"));
    } catch (Row.Unreadable strange) {
      return Optional.empty();
    }
  }

  private URI address(String rest) {
    return URI.create(access.endpoint().tenant() + "/api/" + rest);
  }

  Answer send(Call call) {
    try {
      return sending.apply(call);
    } catch (HaloUnavailable failure) {
      if (failure.reason() != HaloUnavailable.Cause.UNREACHABLE
          || call.repeat() == Call.Repeat.NEVER
          || repeats-- == 0) {
        throw failure;
      }
      return sending.apply(call);
    }
  }
}
