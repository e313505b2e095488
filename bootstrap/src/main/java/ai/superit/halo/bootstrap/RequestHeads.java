package ai.superit.halo.bootstrap;

import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionListener;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// Cuts connections on which the headers of a request take too long, however steadily they drip:
/// Helidon knows no such limit. Interrupting a virtual thread that reads from a socket closes the
/// socket.
///
/// One thread looks after all connections a few times a second, which costs a request less than a
/// timeout on each of its reads.
final class RequestHeads implements Http1ConnectionListener, AutoCloseable {
  private static final Duration LOOK = Duration.ofMillis(500);

  private final ConcurrentMap<Thread, Long> begunNanos = new ConcurrentHashMap<>();
  private final long allowedNanos;
  private final Thread watch;

  RequestHeads(Duration allowed) {
    this.allowedNanos = allowed.toNanos();
    this.watch = Thread.ofPlatform().daemon().name("request-heads").start(this::watch);
  }

  @Override
  public void prologue(ConnectionContext connection, HttpPrologue line) {
    begunNanos.put(Thread.currentThread(), System.nanoTime());
  }

  @Override
  public void headers(ConnectionContext connection, Headers headers) {
    begunNanos.remove(Thread.currentThread());
  }

  private void watch() {
    try {
      while (true) {
        Thread.sleep(LOOK);
        var now = System.nanoTime();
        begunNanos.forEach((reader, begun) -> {
          if (now - begun > allowedNanos && begunNanos.remove(reader, begun)) {
            reader.interrupt();
          }
        });
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    watch.interrupt();
  }
}
