package ai.superit.halo.graphql;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.slf4j.MDC;

/// Gives each request an id: the caller's own where it is harmless, else a new one. It is sent back
/// and is in every log line that the request causes.
final class RequestIds implements Filter {
  private static final HeaderName NAME = HeaderNames.create("X-Request-Id");
  private static final String LOGGED_AS = "request_id";
  private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  @Override
  public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    var id = choose(request.headers().all(NAME, List::of));
    response.header(NAME, id);
    try (var _ = MDC.putCloseable(LOGGED_AS, id)) {
      chain.proceed();
    }
  }

  /// Lets another thread log with the id of the request that this thread serves, if it serves one.
  static Runnable kept(Runnable work) {
    var id = MDC.get(LOGGED_AS);
    return id == null ? work : () -> runAs(id, work);
  }

  private static void runAs(String id, Runnable work) {
    try (var _ = MDC.putCloseable(LOGGED_AS, id)) {
      work.run();
    }
  }

  static String choose(List<String> sent) {
    return sent.size() == 1 && HARMLESS.matcher(sent.getFirst()).matches()
        ? sent.getFirst()
        : made();
  }

  /// Tells the requests of a log apart; nothing depends on nobody guessing it.
  private static String made() {
    return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  }
}
