package ai.superit.halo.graphql;

import static java.nio.charset.StandardCharsets.UTF_8;

import graphql.language.OperationDefinition.Operation;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// GraphQL over server-sent events by the protocol of `graphql-sse`, in both of its modes: a stream
/// for each operation, or one stream that is reserved first and shared by many operations.
final class StreamEndpoint implements HttpService {
  private static final HeaderName STREAM_TOKEN = HeaderNames.create("X-GraphQL-Event-Stream-Token");
  private static final Header EVENTS =
      HeaderValues.create(HeaderNames.CONTENT_TYPE, "text/event-stream; charset=utf-8");
  private static final Header NOT_STORED =
      HeaderValues.create(HeaderNames.CACHE_CONTROL, "no-store");
  private static final Header NOT_BUFFERED = HeaderValues.create("X-Accel-Buffering", "no");
  private static final Header CHALLENGE = HeaderValues.create("WWW-Authenticate", "Bearer");
  private static final int MAX_ID = 100;

  private final BearerTokens tokens;
  private final Function<VerifiedToken, RequestContext> contexts;
  private final Documents documents;
  private final GraphqlEngine engine;
  private final GraphqlLimits limits;
  private final RequestReader reader;
  private final EventStreams streams;
  private final StreamWriter writer;
  private final ErrorAnswers errors;

  StreamEndpoint(
      BearerTokens tokens,
      Function<VerifiedToken, RequestContext> contexts,
      Documents documents,
      GraphqlEngine engine,
      GraphqlLimits limits,
      InstantSource clock) {
    this.tokens = tokens;
    this.contexts = contexts;
    this.documents = documents;
    this.engine = engine;
    this.limits = limits;
    this.reader = new RequestReader(limits.input());
    this.streams = new EventStreams(limits.streams(), clock);
    this.writer = new StreamWriter(limits, clock);
    this.errors = new ErrorAnswers(limits);
  }

  EventStreams streams() {
    return streams;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.any("/", this::handle);
  }

  private void handle(ServerRequest request, ServerResponse response) {
    response.header(NOT_STORED);
    var token = tokens.verify(RequestReader.headers(request, HeaderNames.AUTHORIZATION));
    try {
      if (token.isEmpty()) {
        response.header(CHALLENGE);
        throw Refusal.of(Status.UNAUTHORIZED_401, BearerTokens.NEEDED);
      }
      serve(request, response, token.get());
    } catch (InvalidRequest e) {
      refuse(request, response, Status.BAD_REQUEST_400, errors.of(e));
    } catch (Refusal e) {
      if (e.allow() != null) {
        response.header(HeaderNames.ALLOW, e.allow());
      }
      refuse(request, response, e.status(), unauthorized(e).orElseGet(() -> errors.of(e)));
    }
  }

  private Optional<JsonOutput.Bytes> unauthorized(Refusal refusal) {
    return refusal.status().code() == Status.UNAUTHORIZED_401.code()
        ? Optional.of(errors.of(refusal.message(), Map.of("code", ErrorCode.UNAUTHORIZED.name())))
        : Optional.empty();
  }

  private void serve(ServerRequest request, ServerResponse response, VerifiedToken token) {
    var method = request.prologue().method();
    var streamToken = streamToken(request);
    if (method.equals(Method.PUT)) {
      text(response, Status.CREATED_201, streams.reserve(token));
    } else if (method.equals(Method.DELETE)) {
      stream(streamToken, token).cancel(id(reader.parameter(request, "operationId")));
      text(response, Status.OK_200, "");
    } else if (!method.equals(Method.GET) && !method.equals(Method.POST)) {
      throw Refusal.methodNotAllowed(
          "Only GET, POST, PUT and DELETE are served", "GET, POST, PUT, DELETE");
    } else if (streamToken.isEmpty()) {
      distinct(request, response, token);
    } else if (method.equals(Method.GET) && reader.parameter(request, "query") == null) {
      connect(request, response, streamToken.get(), token);
    } else {
      begin(request, stream(streamToken, token), token);
      text(response, Status.ACCEPTED_202, "");
    }
  }

  /// One stream for one operation. What is wrong with the operation is told in the stream.
  private void distinct(ServerRequest request, ServerResponse response, VerifiedToken token) {
    requireEvents(request);
    var parsed = parsed(request);
    var streamToken = streams.reserve(token);
    try {
      var stream = stream(Optional.of(streamToken), token);
      stream.connect(token.expiresAt());
      var byGet = isGet(request);
      var operation =
          new StreamedOperation(() -> prepared(byGet, parsed), parsed, () -> contexts.apply(token));
      streams.begin(
          stream,
          "",
          token.expiresAt(),
          begun -> {
            operation.run(begun, engine, limits);
            stream.end();
          });
      write(stream, response);
    } finally {
      streams.remove(streamToken);
    }
  }

  /// The one stream of many operations.
  private void connect(
      ServerRequest request, ServerResponse response, String streamToken, VerifiedToken token) {
    var stream = stream(Optional.of(streamToken), token);
    requireEvents(request);
    if (!stream.connect(token.expiresAt())) {
      throw Refusal.of(Status.CONFLICT_409, "The stream is open already");
    }
    try {
      write(stream, response);
    } finally {
      streams.remove(streamToken);
    }
  }

  private void write(EventStream stream, ServerResponse response) {
    response.status(Status.OK_200).header(EVENTS).header(NOT_BUFFERED);
    response.header(HeaderValues.CONNECTION_CLOSE);
    writer.write(stream, response.outputStream());
  }

  private void begin(ServerRequest request, EventStream stream, VerifiedToken token) {
    var parsed = parsed(request);
    var id = id(parsed.extensions().get("operationId"));
    var prepared = prepared(isGet(request), parsed);
    var operation = new StreamedOperation(() -> prepared, parsed, () -> contexts.apply(token));
    streams.begin(stream, id, token.expiresAt(), begun -> operation.run(begun, engine, limits));
  }

  private ParsedRequest parsed(ServerRequest request) {
    return isGet(request) ? reader.fromQuery(request) : reader.fromBody(request);
  }

  private static boolean isGet(ServerRequest request) {
    return request.prologue().method().equals(Method.GET);
  }

  private PreparedOperation prepared(boolean byGet, ParsedRequest parsed) {
    var operation = documents.operation(parsed.query(), parsed.operationName());
    if (byGet && operation.kind() == Operation.MUTATION) {
      throw Refusal.methodNotAllowed("Mutations may not be sent by GET", "POST");
    }
    ListSize.check(operation.lists(), parsed.variables(), limits);
    return operation;
  }

  private Optional<String> streamToken(ServerRequest request) {
    var headers = RequestReader.headers(request, STREAM_TOKEN);
    return headers.isEmpty()
        ? Optional.ofNullable(reader.parameter(request, "token"))
        : Optional.of(headers.getFirst());
  }

  private EventStream stream(Optional<String> streamToken, VerifiedToken caller) {
    return streamToken
        .flatMap(token -> streams.find(token, caller))
        .orElseThrow(() ->
            Refusal.of(Status.NOT_FOUND_404, "There is no stream of that token: reserve one"));
  }

  private static String id(@Nullable Object given) {
    if (!(given instanceof String id) || id.isEmpty() || id.length() > MAX_ID) {
      throw Refusal.badRequest(
          "\"operationId\" must be a string of 1 to " + MAX_ID + " characters");
    }
    return id;
  }

  private static void requireEvents(ServerRequest request) {
    var accepted = String.join(",", RequestReader.headers(request, HeaderNames.ACCEPT));
    if (!accepted.toLowerCase(Locale.ROOT).contains("text/event-stream")) {
      throw Refusal.of(Status.NOT_ACCEPTABLE_406, "Answers are \"text/event-stream\" only");
    }
  }

  private static void text(ServerResponse response, Status status, String text) {
    response.status(status).header(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");
    response.send(text.getBytes(UTF_8));
  }

  private static void refuse(
      ServerRequest request, ServerResponse response, Status status, JsonOutput.Bytes body) {
    GraphqlEndpoint.closeUnread(request, response);
    response.status(status).header(MediaChoice.JSON.header());
    response.send(body.array(), 0, body.size());
  }
}
