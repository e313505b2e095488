package ai.superit.halo.graphql;

import static java.nio.charset.StandardCharsets.UTF_8;

import graphql.language.OperationDefinition.Operation;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.function.Function;

/// GraphQL over HTTP: queries by GET and POST, mutations by POST, all with a bearer token.
final class GraphqlEndpoint implements HttpService {
  private static final Header NOT_STORED =
      HeaderValues.create(HeaderNames.CACHE_CONTROL, "no-store");
  private static final Header VARIES =
      HeaderValues.create(HeaderNames.VARY, "Accept, Authorization");
  private static final Header CHALLENGE = HeaderValues.create("WWW-Authenticate", "Bearer");
  private static final byte[] UNAUTHORIZED =
      """
      {"errors":[{"message":"%s","extensions":{"code":"UNAUTHORIZED"}}]}\
      """
          .formatted(BearerTokens.NEEDED)
          .getBytes(UTF_8);

  private final BearerTokens tokens;
  private final Function<VerifiedToken, RequestContext> contexts;
  private final Documents documents;
  private final GraphqlEngine engine;
  private final GraphqlLimits limits;
  private final RequestReader reader;
  private final ErrorAnswers errors;

  GraphqlEndpoint(
      BearerTokens tokens,
      Function<VerifiedToken, RequestContext> contexts,
      Documents documents,
      GraphqlEngine engine,
      GraphqlLimits limits) {
    this.tokens = tokens;
    this.contexts = contexts;
    this.documents = documents;
    this.engine = engine;
    this.limits = limits;
    this.reader = new RequestReader(limits.input());
    this.errors = new ErrorAnswers(limits);
  }

  @Override
  public void routing(HttpRules rules) {
    rules.any("/", this::handle);
  }

  private void handle(ServerRequest request, ServerResponse response) {
    response.header(NOT_STORED).header(VARIES);
    var token = tokens.verify(RequestReader.headers(request, HeaderNames.AUTHORIZATION));
    if (token.isPresent()) {
      serve(request, response, token.get());
      return;
    }
    closeUnread(request, response);
    response.status(Status.UNAUTHORIZED_401).header(CHALLENGE);
    send(response, MediaChoice.JSON, UNAUTHORIZED, UNAUTHORIZED.length);
  }

  private void serve(ServerRequest request, ServerResponse response, VerifiedToken token) {
    var media = MediaChoice.of(RequestReader.headers(request, HeaderNames.ACCEPT));
    var form = media.orElse(MediaChoice.JSON);
    JsonOutput.Bytes bytes;
    try {
      if (media.isEmpty()) {
        throw Refusal.of(Status.NOT_ACCEPTABLE_406, "Answers are \"application/json\" only");
      }
      bytes = answer(request, token);
      response.status(Status.OK_200);
    } catch (InvalidRequest e) {
      response.status(form == MediaChoice.JSON ? Status.OK_200 : Status.BAD_REQUEST_400);
      bytes = errors.of(e);
    } catch (Refusal e) {
      bytes = refuse(request, response, e);
    } catch (RuntimeException e) {
      closeUnread(request, response);
      response.status(Status.INTERNAL_SERVER_ERROR_500);
      bytes = errors.of(e);
    }
    send(response, form, bytes.array(), bytes.size());
  }

  private JsonOutput.Bytes answer(ServerRequest request, VerifiedToken token) {
    var method = request.prologue().method();
    if (!method.equals(Method.POST) && !method.equals(Method.GET)) {
      throw Refusal.methodNotAllowed("Only GET and POST are served", "GET, POST");
    }
    var parsed = method.equals(Method.POST) ? reader.fromBody(request) : reader.fromQuery(request);
    var operation = documents.operation(parsed.query(), parsed.operationName());
    if (method.equals(Method.GET) && operation.kind() != Operation.QUERY) {
      throw Refusal.methodNotAllowed("Only queries may be sent by GET", "POST");
    }
    if (operation.kind() == Operation.SUBSCRIPTION) {
      throw Refusal.badRequest("Subscriptions are served at \"/graphql/stream\"");
    }
    ListSize.check(operation.lists(), parsed.variables(), limits);
    var answer = engine.execute(operation, parsed, contexts.apply(token));
    return JsonOutput.write(limits.answer().bytes(), answer::writeTo);
  }

  private JsonOutput.Bytes refuse(ServerRequest request, ServerResponse response, Refusal refusal) {
    closeUnread(request, response);
    if (refusal.allow() != null) {
      response.header(HeaderNames.ALLOW, refusal.allow());
    }
    response.status(refusal.status());
    return errors.of(refusal);
  }

  private static void send(ServerResponse response, MediaChoice form, byte[] bytes, int length) {
    response.header(form.header());
    response.send(bytes, 0, length);
  }

  // What is left of a body that nobody wants to read must not be taken for the next request.
  static void closeUnread(ServerRequest request, ServerResponse response) {
    boolean encoded = request.headers().contains(HeaderNames.CONTENT_ENCODING);
    if (encoded || (request.content().hasEntity() && !request.content().consumed())) {
      response.header(HeaderValues.CONNECTION_CLOSE);
    }
  }
}
