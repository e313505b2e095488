package ai.superit.halo.graphql;

import static java.nio.charset.StandardCharsets.UTF_8;

import graphql.GraphQLError;
import graphql.GraphqlErrorBuilder;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
      {"errors":[{"message":"A valid bearer token is needed",\
      "extensions":{"code":"UNAUTHORIZED"}}]}\
      """
          .getBytes(UTF_8);

  private final BearerTokens tokens;
  private final Function<VerifiedToken, RequestContext> contexts;
  private final Documents documents;
  private final GraphqlEngine engine;
  private final GraphqlLimits limits;
  private final RequestReader reader;

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
      bytes = errors(coded(e.errors()));
    } catch (Refusal e) {
      bytes = refuse(request, response, e);
    } catch (RuntimeException e) {
      closeUnread(request, response);
      response.status(Status.INTERNAL_SERVER_ERROR_500);
      bytes = errors(List.of(internal(e)));
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
      throw Refusal.badRequest("Subscriptions are not served at this address");
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
    var extensions = new LinkedHashMap<String, Object>();
    extensions.put("code", code(refusal).name());
    if (refusal.limit() != null) {
      extensions.put("limit", refusal.limit());
    }
    response.status(refusal.status());
    return errors(List.of(error(refusal.message(), extensions)));
  }

  private static ErrorCode code(Refusal refusal) {
    return refusal.status().code() < 500 ? ErrorCode.BAD_REQUEST : ErrorCode.INTERNAL_ERROR;
  }

  private static GraphQLError internal(RuntimeException cause) {
    return error(InternalErrors.MESSAGE, InternalErrors.log("request", cause));
  }

  private static GraphQLError error(String message, Map<String, Object> extensions) {
    return GraphqlErrorBuilder.newError().message("%s", message).extensions(extensions).build();
  }

  private static List<GraphQLError> coded(List<? extends GraphQLError> errors) {
    Map<String, Object> extensions = Map.of("code", ErrorCode.BAD_REQUEST.name());
    return errors.stream()
        .map(e ->
            GraphqlErrorBuilder.newError()
                .message("%s", String.valueOf(e.getMessage()))
                .locations(e.getLocations())
                .extensions(extensions)
                .build())
        .toList();
  }

  private JsonOutput.Bytes errors(List<GraphQLError> errors) {
    var answer = limits.answer();
    return JsonOutput.write(
        answer.bytes(), json -> JsonOutput.errors(json, errors, answer.errors()));
  }

  private static void send(ServerResponse response, MediaChoice form, byte[] bytes, int length) {
    response.header(form.header());
    response.send(bytes, 0, length);
  }

  // What is left of a body that nobody wants to read must not be taken for the next request.
  private static void closeUnread(ServerRequest request, ServerResponse response) {
    boolean encoded = request.headers().contains(HeaderNames.CONTENT_ENCODING);
    if (encoded || (request.content().hasEntity() && !request.content().consumed())) {
      response.header(HeaderValues.CONNECTION_CLOSE);
    }
  }
}
