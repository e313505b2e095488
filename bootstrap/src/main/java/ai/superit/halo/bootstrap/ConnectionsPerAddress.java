package ai.superit.halo.bootstrap;

import ai.superit.halo.webhook.TrustedProxies;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.task.InterruptableTask;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1Connection;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Speaks HTTP/1.1 on every connection, and keeps one address from taking the places of all others.
/// Costs a connection a look into a map when it begins and ends, and a request nothing.
///
/// A connection too many takes the place of the one of its address on which no request has been
/// under way for longest, so that a heap of idle ones keeps no request out. If all are at work, it
/// is closed before anything is read: an answer would have to wait for the request, or be lost to
/// the reset that follows unread bytes, and would hold a place meanwhile. A balancer sends
/// elsewhere what was not answered. Thread-safe.
final class ConnectionsPerAddress implements ServerConnectionSelector {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectionsPerAddress.class);
  private static final Duration BETWEEN_WARNINGS = Duration.ofMinutes(1);

  private final Http1ConnectionSelector http;
  private final int most;
  private final TrustedProxies proxies;
  private final Map<InetAddress, Set<Counted>> held = new HashMap<>();
  private final AtomicLong refused = new AtomicLong();
  private long nextWarningNanos = System.nanoTime();

  /// @param http must be the only protocol of its listener: Helidon tells several apart by what the
  ///   client sends, so a client that sends nothing would not be counted
  /// @param most how many connections one address may hold at a time
  /// @param proxies may hold as many as they like
  ConnectionsPerAddress(Http1Config http, int most, TrustedProxies proxies) {
    this.http = Http1ConnectionSelector.builder().config(http).build();
    this.most = most;
    this.proxies = proxies;
  }

  @Override
  public int bytesToIdentifyConnection() {
    return http.bytesToIdentifyConnection();
  }

  @Override
  public Support supports(BufferData request) {
    return http.supports(request);
  }

  @Override
  public Set<String> supportedApplicationProtocols() {
    return http.supportedApplicationProtocols();
  }

  @Override
  public ServerConnection connection(ConnectionContext context) {
    var connection = (Http1Connection) http.connection(context);
    var peer = ((InetSocketAddress) context.remotePeer().address()).getAddress();
    return proxies.contain(peer) ? connection : new Counted(peer, connection);
  }

  /// How many connections are held now, but for those of proxies.
  synchronized long held() {
    return held.values().stream().mapToLong(Set::size).sum();
  }

  /// How many were closed because their address held too many.
  long refused() {
    return refused.get();
  }

  private synchronized boolean takePlace(Counted newcomer) {
    var others = held.computeIfAbsent(newcomer.peer, _ -> new LinkedHashSet<>());
    if (others.size() >= most && !closeIdlest(others)) {
      refused.incrementAndGet();
      warn(newcomer.peer);
      return false;
    }
    return others.add(newcomer);
  }

  /// A request whose first line has been read meanwhile is still answered.
  private static boolean closeIdlest(Set<Counted> all) {
    var idlest =
        all.stream().filter(Counted::canInterrupt).max(Comparator.comparing(Counted::idleTime));
    idlest.ifPresent(connection -> {
      all.remove(connection);
      connection.close(false);
    });
    return idlest.isPresent();
  }

  private synchronized void freePlace(Counted ended) {
    held.computeIfPresent(ended.peer, (_, all) -> all.remove(ended) && all.isEmpty() ? null : all);
  }

  private void warn(InetAddress address) {
    var now = System.nanoTime();
    if (now - nextWarningNanos >= 0) {
      nextWarningNanos = now + BETWEEN_WARNINGS.toNanos();
      LOG.warn("event=too_many_connections address={} limit={}", address.getHostAddress(), most);
    }
  }

  /// However it ends: closed, cut, timed out, stopped, or handed to another protocol and ended
  /// there.
  private final class Counted implements ServerConnection, InterruptableTask<Void> {
    private final InetAddress peer;
    private final Http1Connection connection;

    private Counted(InetAddress peer, Http1Connection connection) {
      this.peer = peer;
      this.connection = connection;
    }

    @Override
    public void handle(Limit requests) throws InterruptedException {
      if (!takePlace(this)) {
        throw new CloseConnectionException("The address holds too many connections.");
      }
      try {
        connection.handle(requests);
      } finally {
        freePlace(this);
      }
    }

    @Override
    public boolean canInterrupt() {
      return connection.canInterrupt();
    }

    @Override
    public Duration idleTime() {
      return connection.idleTime();
    }

    @Override
    public void close(boolean interrupt) {
      connection.close(interrupt);
    }
  }
}
