package ai.superit.halo.halo;

import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.egress.CheckedClients;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webclient.api.HttpClientResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Sends one call and receives the whole answer, within the limits.
final class HaloHttp implements AutoCloseable {
  private static final HeaderName RATE_LIMIT = HeaderNames.create("X-RateLimit-Limit");
  private static final HeaderName RATE_REMAINING = HeaderNames.create("X-RateLimit-Remaining");
  private static final HeaderName RATE_RESET = HeaderNames.create("X-RateLimit-Reset");
  private static final Duration TIGHT_TIME = Duration.ofSeconds(10);
  private static final int TIGHT_BYTES = 64 * 1024;

  private final HaloConfig config;
  private final CheckedClients clients;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  HaloHttp(HaloConfig config) {
    this.config = config;
    this.clients =
        new CheckedClients(
            config.egress(),
            config.rules(),
            new CheckedClients.Patience(config.connectTimeout(), config.callTimeout()));
  }

  /// Each call runs on a thread of its own, because only interrupting it ends a tenant that sends
  /// one byte a second for ever.
  ///
  /// @throws HaloUnavailable if no complete answer came
  Answer send(Call call) {
    var patience = patience(call);
    var running = threads.submit(() -> exchange(call));
    try {
      return running.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      throw Failures.timedOut(call, patience.toSeconds());
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw Failures.interrupted(call);
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof HaloUnavailable known
          ? known
          : Failures.broken(call, failed);
    } finally {
      stop(running);
    }
  }

  private Duration patience(Call call) {
    var usual = config.callTimeout();
    return switch (call.limits()) {
      case USUAL -> usual;
      case TIGHT -> usual.compareTo(TIGHT_TIME) < 0 ? usual : TIGHT_TIME;
    };
  }

  private int size(Call call) {
    return switch (call.limits()) {
      case USUAL -> config.maxAnswerBytes();
      case TIGHT -> Math.min(TIGHT_BYTES, config.maxAnswerBytes());
    };
  }

  private static void stop(Future<Answer> running) {
    if (!running.isDone()) {
      running.cancel(true);
    }
  }

  private Answer exchange(Call call) throws IOException {
    var request =
        clients
            .to(call.address())
            .method(Method.create(call.method()))
            .uri(call.address())
            .header(HeaderNames.ACCEPT, "application/json")
            .header(HeaderNames.USER_AGENT, "super-it-halo");
    call.bearer()
        .ifPresent(token -> request.header(HeaderNames.AUTHORIZATION, "Bearer " + token.reveal()));
    call.content()
        .ifPresent(content -> request.header(HeaderNames.CONTENT_TYPE, content.mediaType()));
    try (var response =
        call.content()
            .map(
                content -> request.submit(content.text().reveal().getBytes(StandardCharsets.UTF_8)))
            .orElseGet(request::request)) {
      return new Answer(
          call,
          response.status().code(),
          response.headers().first(HeaderNames.RETRY_AFTER),
          response.headers().first(HeaderNames.DATE),
          response.headers().first(HeaderNames.CONTENT_TYPE),
          new RateHeaders(
              response.headers().first(RATE_LIMIT),
              response.headers().first(RATE_REMAINING),
              response.headers().first(RATE_RESET)),
          body(call, response));
    }
  }

  private byte[] body(Call call, HttpClientResponse response) throws IOException {
    if (!response.entity().hasEntity()) {
      return new byte[0];
    }
    var limit = size(call);
    var bytes = response.inputStream().readNBytes(limit + 1);
    if (bytes.length > limit) {
      throw Failures.tooLong(call, limit);
    }
    checkWhole(call, response, bytes.length);
    return bytes;
  }

  private static void checkWhole(Call call, HttpClientResponse response, int received)
      throws IOException {
    var announced = response.headers().contentLength();
    if (announced.isPresent() && announced.getAsLong() != received) {
      throw new IOException("the answer of " + call.name() + " ended early");
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    clients.close();
  }
}
