package ai.superit.halo.authorisation;

import ai.superit.halo.application.StoreUnavailable;
import ai.superit.halo.application.connection.AuthoriseConnection;
import ai.superit.halo.application.connection.AuthoriseConnection.Beginning;
import ai.superit.halo.application.connection.AuthoriseConnection.Ending;
import ai.superit.halo.application.connection.AuthoriseConnection.Returned;
import ai.superit.halo.application.connection.SecretUnreadable;
import ai.superit.halo.domain.connection.Capability;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.Secret;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends a browser to HaloPSA and takes it back: `/authorize/{connection}`, `/callback` and, when
/// all went well, `/authorized`, below the path where it is mounted.
///
/// Looking at an address in advance spends nothing: only a GET that is no prefetch counts. Safe for
/// use by many threads.
public final class AuthorisationEndpoint implements HttpService {
  private static final Logger LOG = LoggerFactory.getLogger(AuthorisationEndpoint.class);
  private static final HeaderName SEC_PURPOSE = HeaderNames.create("Sec-Purpose");
  private static final HeaderName PURPOSE = HeaderNames.create("Purpose");
  private static final String MISSING = "missing";
  private static final int MAX_CODE = 4_000;

  private final AuthoriseConnection authorising;

  public AuthorisationEndpoint(AuthoriseConnection authorising) {
    this.authorising = authorising;
  }

  @Override
  public void routing(HttpRules rules) {
    rules
        .any(
            "/authorize/{connection}",
            (request, response) -> answer(request, response, () -> authorize(request, response)))
        .any(
            "/callback",
            (request, response) -> answer(request, response, () -> callback(request, response)))
        .any(
            "/authorized",
            (request, response) -> answer(request, response, () -> authorised(request)));
  }

  private static void answer(
      ServerRequest request, ServerResponse response, Supplier<Page> handler) {
    if (!request.prologue().method().equals(Method.GET)) {
      response.header(HeaderNames.ALLOW, "GET");
      send(response, Page.OTHER_METHOD);
    } else if (isPrefetch(request)) {
      send(response, Page.PREFETCH);
    } else {
      send(response, handled(handler));
    }
  }

  private static Page handled(Supplier<Page> handler) {
    try {
      return handler.get();
    } catch (StoreUnavailable away) {
      LOG.warn("authorisation not handled: store unavailable");
      return Page.STORE_AWAY;
    } catch (SecretUnreadable locked) {
      LOG.warn("authorisation not handled: {}", locked.getMessage());
      return Page.KEY_MISSING;
    }
  }

  private Page authorize(ServerRequest request, ServerResponse response) {
    var connection = ConnectionId.find(request.path().pathParameters().get("connection"));
    var ticket = Query.of(request).flatMap(query -> query.find("ticket"));
    if (connection.isEmpty() || ticket.isEmpty()) {
      return Page.TICKET_REFUSED;
    }
    return switch (authorising.begin(connection.get(), new Secret(ticket.get()))) {
      case Beginning.Refused() -> Page.TICKET_REFUSED;
      case Beginning.ToHalo(var address, var browser) -> {
        LOG.info("authorisation begun connection={}", connection.get());
        BrowserCookie.set(response, browser, AuthoriseConnection.LIFETIME);
        yield redirect(response, Status.FOUND_302, address);
      }
    };
  }

  private Page callback(ServerRequest request, ServerResponse response) {
    var read = Query.of(request).flatMap(query -> callback(query, BrowserCookie.read(request)));
    if (read.isEmpty()) {
      return Page.NOT_BEGUN;
    }
    var ending = authorising.end(read.get());
    LOG.info("authorisation ended outcome={}", name(ending));
    if (ending instanceof Ending.Authorised(var connection, var missing)) {
      LOG.info("connection authorised connection={} missing={}", connection, titles(missing));
      BrowserCookie.clear(response);
      var query = missing.isEmpty() ? "" : "?" + MISSING + "=" + titles(missing);
      return redirect(response, Status.SEE_OTHER_303, URI.create("authorized" + query));
    }
    return Page.of(ending);
  }

  private static String titles(Set<Capability> capabilities) {
    return capabilities.stream().map(Capability::title).collect(Collectors.joining(","));
  }

  /// Shows only names that are ours, whatever the address holds.
  private static Page authorised(ServerRequest request) {
    var named = Query.of(request).flatMap(query -> query.find(MISSING)).orElse("");
    var missing =
        Stream.of(named.split(",", -1))
            .flatMap(title -> Capability.find(title).stream())
            .collect(Collectors.toSet());
    return missing.isEmpty() ? Page.AUTHORISED : Page.limited(titles(Capability.ordered(missing)));
  }

  private static Optional<Returned> callback(Query query, Secret browser) {
    var code = query.find("code").orElse("");
    if (code.length() > MAX_CODE || !code.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
      return Optional.empty();
    }
    return query
        .find("state")
        .map(state ->
            new Returned(
                state,
                browser,
                query.find("error").orElse(""),
                query.find("iss").orElse(""),
                new Secret(code)));
  }

  private static String name(Ending ending) {
    return ending instanceof Ending.NotBegun(var why)
        ? why.name()
        : ending.getClass().getSimpleName().toUpperCase(Locale.ROOT);
  }

  private static Page redirect(ServerResponse response, Status status, URI address) {
    response.header(HeaderNames.LOCATION, address.toString());
    return Page.redirecting(status.code());
  }

  private static boolean isPrefetch(ServerRequest request) {
    return request.headers().first(SEC_PURPOSE).or(() -> request.headers().first(PURPOSE)).stream()
        .anyMatch(purpose -> purpose.contains("prefetch") || purpose.contains("preview"));
  }

  private static void send(ServerResponse response, Page page) {
    Page.HEADERS.forEach((name, value) -> response.header(HeaderNames.create(name), value));
    response.status(Status.create(page.status())).send(page.html());
  }
}
