package ai.superit.halo.simulator;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Everything that the tenant's host answers, except the control surface. Paths are matched by hand
/// because the original ignores their case.
final class HaloApi {
  private static final Logger LOG = LoggerFactory.getLogger(HaloApi.class);

  private final SimulatorConfig config;
  private final Supplier<URI> signIn;
  private final Tokens tokens;
  private final Throttle throttle;
  private final Faults faults;
  private final CallCounts counts;
  private final Resources resources;

  HaloApi(
      SimulatorConfig config,
      Supplier<URI> signIn,
      Tokens tokens,
      Throttle throttle,
      Faults faults,
      CallCounts counts,
      Resources resources) {
    this.config = config;
    this.signIn = signIn;
    this.tokens = tokens;
    this.throttle = throttle;
    this.faults = faults;
    this.counts = counts;
    this.resources = resources;
  }

  void handle(ServerRequest request, ServerResponse response) {
    var path = path(request);
    if (path.startsWith("/auth/") && config.installation().isSeparate() && !isForwarding(path)) {
      send(Reply.empty(404), response);
    } else {
      handle(path, request, response);
    }
  }

  private boolean isForwarding(String path) {
    return config.installation() == Installation.SEPARATE_BY_OPENID
        && path.equals("/auth/.well-known/openid-configuration");
  }

  /// The same for the host that people and applications sign in at, where that is another.
  void handleSignIn(ServerRequest request, ServerResponse response) {
    var path = path(request);
    if (path.startsWith("/auth/")) {
      handle(path, request, response);
    } else {
      send(Reply.empty(404), response);
    }
  }

  private static String path(ServerRequest request) {
    return request.prologue().uriPath().path().toLowerCase(Locale.ROOT);
  }

  private void handle(String path, ServerRequest request, ServerResponse response) {
    counts.add(request.prologue().method().text(), path);
    var fault = faults.strike(path, request.query().rawValue());
    if (fault.isPresent()) {
      spoil(fault.get(), () -> answer(path, request), response);
    } else {
      send(answer(path, request), response);
    }
  }

  private void spoil(Fault fault, Supplier<Reply> answer, ServerResponse response) {
    switch (fault.effect()) {
      case STATUS -> send(Reply.message(fault.status(), "Injected fault."), response);
      case CUT -> throw new CloseConnectionException("Injected fault");
      case EMPTY -> send(Reply.empty(200), response);
      case HTML ->
          send(Reply.html(200, "<html><body><h1>Maintenance</h1></body></html>"), response);
      case REDIRECT ->
          send(Reply.empty(302).header("Location", "https://elsewhere.example/"), response);
      case NO_ROWS -> send(withoutRows(), response);
      case COUNT_TOO_HIGH, COUNT_TOO_LOW, ZERO_IDS, UNREADABLE, NO_TEAMS, SIDE_ARRAYS ->
          send(Spoiled.of(fault.effect(), answer.get()), response);
      case CLOCK_AHEAD -> {
        var date = ZonedDateTime.now(ZoneOffset.UTC).plus(fault.delay());
        response.header(HeaderNames.DATE, DateTimeFormatter.RFC_1123_DATE_TIME.format(date));
        send(answer.get(), response);
      }
      case DELAY -> {
        pause(fault.delay());
        send(answer.get(), response);
      }
      case MALFORMED -> {
        var body = answer.get().body();
        send(Reply.json(200, Arrays.copyOf(body, body.length * 2 / 3)), response);
      }
    }
  }

  private static Reply withoutRows() {
    return Reply.object(
        200,
        out -> {
          out.number("record_count", 0);
          out.empty("results");
        });
  }

  private static void pause(Duration delay) {
    try {
      Thread.sleep(delay);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Reply answer(String path, ServerRequest request) {
    var now = config.clock().millis();
    var auth = path.startsWith("/auth") || path.equals("/api/authinfo") || path.equals("/authinfo");
    if ((!auth || config.quirks().throttling().countAuth()) && !throttle.admits(now)) {
      counts.throttled.increment();
      return throttle.refusal();
    }
    try {
      return throttle.told(auth ? authorisation(path, request) : resource(path, request, now), now);
    } catch (Refused refused) {
      return refused.reply();
    } catch (RuntimeException e) {
      LOG.warn("Call failed path={}", path, e);
      return Reply.message(500, "An error has occurred.");
    }
  }

  private Reply authorisation(String path, ServerRequest request) {
    var issuer = signIn.get() + "/auth";
    return switch (path) {
      case "/auth/token" -> token(request);
      case "/auth/authorize" -> authorize(request, issuer);
      case "/api/authinfo", "/authinfo" ->
          config.installation().hasAuthInfo() ? authInfo(issuer) : Reply.empty(404);
      case "/auth/.well-known/openid-configuration" ->
          config.installation() == Installation.SILENT ? Reply.empty(404) : discovery(issuer);
      default -> Reply.empty(404);
    };
  }

  private Reply authInfo(String issuer) {
    return Reply.object(
        200,
        out -> {
          out.text("auth_url", issuer);
          if (config.installation() != Installation.ON_PREMISES) {
            out.text("tenant_id", config.tenant());
          }
          config.quirks().tokens().furtherInfo().forEach(out::text);
        });
  }

  private Reply token(ServerRequest request) {
    if (!request.prologue().method().text().equals("POST")) {
      return Reply.empty(405);
    }
    var form = Params.parse(new String(body(request), StandardCharsets.UTF_8));
    return tokens.issue(Params.parse(request.query().rawValue()), form, authorization(request));
  }

  private Reply authorize(ServerRequest request, String issuer) {
    return request.prologue().method().text().equals("GET")
        ? tokens.authorize(Params.parse(request.query().rawValue()), issuer)
        : Reply.empty(405);
  }

  private Reply discovery(String issuer) {
    return Reply.object(
        200,
        out -> {
          out.text("issuer", issuer);
          out.text("authorization_endpoint", issuer + "/authorize");
          out.text("token_endpoint", issuer + "/token");
          if (config.installation() == Installation.NAMES_ITSELF) {
            out.flag("authorization_response_iss_parameter_supported", true);
          }
          out.text("jwks_uri", issuer + "/.well-known/jwks");
          out.array(
              "grant_types_supported",
              () -> {
                out.element("client_credentials");
                out.element("authorization_code");
                out.element("refresh_token");
              });
          out.array("code_challenge_methods_supported", () -> out.element("S256"));
          out.array("response_types_supported", () -> out.element("code"));
          out.array("subject_types_supported", () -> out.element("public"));
          out.array("id_token_signing_alg_values_supported", () -> out.element("RS256"));
          out.array(
              "token_endpoint_auth_methods_supported",
              () -> {
                out.element("client_secret_post");
                out.element("client_secret_basic");
              });
        });
  }

  private Reply resource(String path, ServerRequest request, long now) {
    var parts = parts(path);
    var scopes = tokens.scopes(authorization(request));
    if (scopes.isEmpty()) {
      return Reply.empty(401).header("WWW-Authenticate", "Bearer");
    }
    var resource = parts.isEmpty() ? null : resources.find(parts.getFirst()).orElse(null);
    if (resource == null) {
      return Reply.message(404, "No HTTP resource was found that matches the request URI.");
    }
    var method = request.prologue().method().text();
    if (!scopes.get().allow(resource.area(), !method.equals("GET"))) {
      return Reply.empty(403);
    }
    var params = Params.parse(request.query().rawValue());
    var body = method.equals("POST") ? body(request) : new byte[0];
    var reply = resource.answer(new Call(method, parts, params, body, now, 2));
    return config.quirks().reading().jsonAsHtml() ? reply.as("text/html") : reply;
  }

  private static List<String> parts(String path) {
    var parts = Arrays.stream(path.split("/", -1)).filter(part -> !part.isEmpty()).toList();
    return !parts.isEmpty() && parts.getFirst().equals("api")
        ? parts.subList(1, parts.size())
        : parts;
  }

  static byte[] body(ServerRequest request) {
    return request.content().hasEntity() ? request.content().as(byte[].class) : new byte[0];
  }

  private static String authorization(ServerRequest request) {
    return request.headers().first(HeaderNames.AUTHORIZATION).orElse("");
  }

  static void send(Reply reply, ServerResponse response) {
    response.status(reply.status());
    if (!reply.contentType().isEmpty()) {
      response.header(HeaderNames.CONTENT_TYPE, reply.contentType());
    }
    reply.headers().forEach((name, value) -> response.header(name, value));
    response.send(reply.body());
  }
}
