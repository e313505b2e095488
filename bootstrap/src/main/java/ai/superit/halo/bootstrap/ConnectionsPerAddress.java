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
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Speaks HTTP/1.1 on every connection, and keeps one address from taking the places of all others.
/// Costs a connection a look into a map when it begins and ends, and a request nothing.
///
/// A connection too many is closed before anything is read: an answer would have to wait for the
/// request, or be lost to the reset that follows unread bytes, and would hold a place meanwhile. A
/// balancer sends elsewhere what was not answered. Thread-safe.
final class ConnectionsPerAddress implements ServerConnectionSelector {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectionsPerAddress.class);
  private static final Duration BETWEEN_WARNINGS = Duration.ofMinutes(1);

  private final Http1ConnectionSelector http;
  private final int most;
  private final TrustedProxies proxies;
  private final Map<InetAddress, Integer> held = new HashMap<>();
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

  private synchronized boolean takePlace(InetAddress address) {
    var taken = held.getOrDefault(address, 0);
    if (taken >= most) {
      warn(address);
      return false;
    }
    held.put(address, taken + 1);
    return true;
  }

  private synchronized void freePlace(InetAddress address) {
    held.computeIfPresent(address, (_, taken) -> taken == 1 ? null : taken - 1);
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
      if (!takePlace(peer)) {
        throw new CloseConnectionException("The address holds too many connections.");
      }
      try {
        connection.handle(requests);
      } finally {
        freePlace(peer);
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
