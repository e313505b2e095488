package ai.superit.halo.halo;

import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.domain.connection.HaloAccess;
import java.net.URI;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The calls of one visit to a tenant, with up to two more where a connection is cut.
final class ProbeVisit {
  private final Function<Call, Answer> sending;
  private final Lane lane;
  private final Sessions sessions;
  private final HaloAccess access;
  private final InstantSource clock;
  private final Map<SampleList, Long> totals = new EnumMap<>(SampleList.class);
  private int repeats = 2;
  private @Nullable Session session;

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
      session = sessions.session(access.connection(), lane.patience());
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
    var lists = SampleList.of(access.endpoint().capabilities());
    lists.forEach(list -> totals.put(list, read(list)));
    var titles = lists.stream().map(SampleList::title).collect(Collectors.joining(" and "));
    return Character.toUpperCase(titles.charAt(0)) + titles.substring(1) + " can be read.";
  }

  String tenantInformation() {
    var name = tenantId().map(id -> "The tenant \"%s\"".formatted(id)).orElse("The tenant");
    var clients = Optional.ofNullable(totals.get(SampleList.CLIENTS));
    return clients
        .map(count -> "%s has %s.".formatted(name, count == 1 ? "1 client" : count + " clients"))
        .orElse(name + " answers.");
  }

  /// @return how many records there are
  private long read(SampleList list) {
    var answer = get(list.resource(), list.query()).checked().json();
    return Listing.of(answer, list.resource(), list.key()).total();
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
    sessions.drop(access.connection(), lane.patience(), Objects.requireNonNull(session));
    var fresh = sessions.session(access.connection(), lane.patience());
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
