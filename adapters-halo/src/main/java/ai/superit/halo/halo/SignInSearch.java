package ai.superit.halo.halo;

import ai.superit.halo.application.connection.Discovery;
import ai.superit.halo.application.connection.Discovery.Issuer;
import ai.superit.halo.application.connection.Discovery.Source;
import ai.superit.halo.application.connection.HaloDiscovery;
import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.domain.connection.HaloAccess;
import ai.superit.halo.domain.connection.TenantUrl;
import java.net.URI;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// One search for the place and the tenant name with which a tenant gives tokens: what the tenant
/// says of itself is tried first.
final class SignInSearch {
  private static final String OPENID = "/.well-known/openid-configuration";

  /// What a place made of a request for a token.
  private enum Reception {
    /// It gave a token.
    WELCOME,
    /// It is the place, but minds the application, its secret or its rights.
    MINDED,
    /// It may be the place, for another tenant name.
    OTHER_NAME,
    /// Nothing there gives tokens.
    NOT_THERE,
    /// Asking on would do no good.
    STOP
  }

  private record Document(URI place, Issuer issuer) {}

  private final Function<Call, Answer> sending;
  private final HaloAccess access;
  private final TenantUrl.Rules rules;
  private final Instant now;
  private final Places places;
  private Optional<String> tenantId = Optional.empty();
  private Optional<Document> document = Optional.empty();
  private Optional<Discovery> found = Optional.empty();
  private final Set<String> silent = new HashSet<>();
  private int calls;

  SignInSearch(
      Function<Call, Answer> sending, HaloAccess access, TenantUrl.Rules rules, Instant now) {
    this.sending = sending;
    this.access = access;
    this.rules = rules;
    this.now = now;
    this.places = new Places(rules);
  }

  Optional<Discovery> search() {
    var endpoint = access.endpoint();
    var usual = endpoint.tenant().defaultAuthorisation();
    if (!endpoint.authorisation().equals(usual)) {
      places.add(endpoint.authorisation(), Source.ENTERED);
    }
    readAuthInfo();
    places.add(usual, Source.USUAL);
    readDocument();
    return access.needsConsent() ? byWhatIsTold() : byTrying();
  }

  private void readAuthInfo() {
    var address = URI.create(access.endpoint().tenant() + "/api/authinfo");
    sent(Call.get("GET /authinfo", address).tight())
        .filter(answer -> answer.status() == 200)
        .ifPresent(answer -> {
          tenantId = ProbeVisit.tenantId(answer);
          text(answer, "auth_url").ifPresent(told -> places.told(told, Source.AUTH_INFO));
        });
  }

  private void readDocument() {
    var place = places.first();
    sent(Call.get("GET " + OPENID, URI.create(place + OPENID)).tight())
        .filter(answer -> answer.status() == 200)
        .flatMap(Answer::jsonObject)
        .ifPresent(told -> {
          text(told, "token_endpoint")
              .filter(at -> at.endsWith("/token"))
              .ifPresent(at -> places.told(at, Source.OPENID));
          issuer(told).ifPresent(issuer -> document = Optional.of(issuer));
        });
  }

  /// Only what a place says of itself counts.
  private Optional<Document> issuer(Row told) {
    return text(told, "issuer")
        .flatMap(name -> {
          try {
            var place = TenantUrl.parseAuthorisation(name, rules);
            var promised = told.flag("authorization_response_iss_parameter_supported");
            return Optional.of(new Document(place, new Issuer(place.toString(), promised)));
          } catch (IllegalArgumentException | Row.Unreadable strange) {
            return Optional.empty();
          }
        });
  }

  /// Nobody is there to consent, so that nothing can be tried.
  private Optional<Discovery> byWhatIsTold() {
    return places.all().entrySet().stream()
        .filter(each ->
            each.getValue() == Source.AUTH_INFO
                || each.getValue() == Source.OPENID
                || document.filter(of -> of.place().equals(each.getKey())).isPresent())
        .findFirst()
        .map(each -> discovery(each.getKey(), each.getValue(), nameAt(each.getKey())));
  }

  private String nameAt(URI place) {
    var entered = access.endpoint().tenantName();
    var elsewhere = !place.equals(access.endpoint().tenant().defaultAuthorisation());
    return entered.isEmpty() && elsewhere ? tenantId.orElse("") : entered;
  }

  private Optional<Discovery> byTrying() {
    for (var place : places.all().entrySet()) {
      if (isSettled(place.getKey(), place.getValue())) {
        break;
      }
    }
    return found;
  }

  /// A second place that minds the same says nothing new, and Halo may count refusals.
  private boolean isSettled(URI place, Source source) {
    for (var name : names()) {
      switch (received(place, name)) {
        case WELCOME -> {
          found = Optional.of(discovery(place, source, name));
          return true;
        }
        case MINDED -> {
          if (found.isPresent()) {
            return true;
          }
          found = Optional.of(discovery(place, source, name));
        }
        case OTHER_NAME -> {}
        case NOT_THERE -> {
          return false;
        }
        case STOP -> {
          return true;
        }
      }
    }
    return false;
  }

  private Set<String> names() {
    var names = new LinkedHashSet<String>();
    names.add(access.endpoint().tenantName());
    tenantId.ifPresent(names::add);
    names.add("");
    return names;
  }

  private Reception received(URI place, String name) {
    var call = SignIn.clientCredentials(at(place, name));
    var answer = sent(call);
    if (answer.isEmpty()) {
      return Reception.NOT_THERE;
    }
    return switch (answer.get().status()) {
      case 200 -> isToken(call, answer.get()) ? Reception.WELCOME : Reception.NOT_THERE;
      case 400, 401 ->
          text(answer.get(), "error").isPresent() ? Reception.MINDED : Reception.NOT_THERE;
      case 429 -> Reception.STOP;
      case 500 -> Reception.OTHER_NAME;
      default -> Reception.NOT_THERE;
    };
  }

  private boolean isToken(Call call, Answer answer) {
    try {
      TokenReply.of(access, call, answer, now);
      return true;
    } catch (HaloUnavailable none) {
      return false;
    }
  }

  private HaloAccess at(URI place, String name) {
    var of = access.endpoint();
    var moved = of.signingInAt(place, name);
    return new HaloAccess(access.connection(), moved, access.clientSecret());
  }

  private Discovery discovery(URI place, Source source, String name) {
    var issuer =
        document.filter(of -> of.place().equals(place)).map(Document::issuer).orElse(Issuer.SILENT);
    return new Discovery(source, place, name, issuer, now);
  }

  /// Empty if nothing came, or enough was asked. A host that is not there is asked once.
  private Optional<Answer> sent(Call call) {
    var host = call.address().getAuthority();
    if (calls == HaloDiscovery.MAX_CALLS || silent.contains(host)) {
      return Optional.empty();
    }
    calls++;
    try {
      return Optional.of(sending.apply(call));
    } catch (HaloUnavailable failure) {
      if (failure.reason() == HaloUnavailable.Cause.UNREACHABLE) {
        silent.add(host);
      }
      return Optional.empty();
    }
  }

  private static Optional<String> text(Answer answer, String name) {
    return answer.jsonObject().flatMap(row -> text(row, name));
  }

  private static Optional<String> text(Row row, String name) {
    try {
      return Optional.of(row.text(name)).filter(text -> !text.isEmpty());
    } catch (Row.Unreadable strange) {
      return Optional.empty();
    }
  }
}
