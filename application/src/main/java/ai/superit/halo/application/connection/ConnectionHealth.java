package ai.superit.halo.application.connection;

import ai.superit.halo.application.StoreUnavailable;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.ConnectionStatus;
import ai.superit.halo.domain.connection.ConnectionStatus.State;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/// Keeps the status of a connection true to what happens while it is used. Whoever calls tenants
/// tells it of every contact; it asks the store at most once a minute about what stays the same,
/// and changes nothing that waits for a person's consent or is being deleted.
///
/// Safe for use by many threads. A store that is away is passed over. All methods say whether the
/// status has changed.
public final class ConnectionHealth {
  private static final Duration TOLD_HOLDS = Duration.ofMinutes(1);
  private static final Instant ANY_TIME = Instant.parse("9999-12-31T00:00:00Z");

  private static final Set<State> SILENT = Set.of(State.NEW, State.FAILED);
  private static final Set<State> REFUSED = Set.of(State.UNAUTHORIZED);
  private static final Set<State> LET_IN = Set.of(State.NEW, State.FAILED, State.CONNECTED);
  private static final Set<State> REACHED = Set.of(State.NEW, State.CONNECTED);

  private record Told(State state, Instant signedIn, Instant at) {}

  private final Map<ConnectionId, Told> told = new ConcurrentHashMap<>();
  private final Connections connections;
  private final InstantSource clock;

  public ConnectionHealth(Connections connections, InstantSource clock) {
    this.connections = connections;
    this.clock = clock;
  }

  /// Halo answered as it should. An older session says nothing about credentials that were refused
  /// since.
  ///
  /// @param signedIn when Halo last accepted the credentials
  public boolean works(ConnectionId id, Instant signedIn) {
    if (isTold(id, State.CONNECTED, signedIn)) {
      return false;
    }
    var connected = new ConnectionStatus(State.CONNECTED, "", clock.instant());
    return tell(
        id,
        new Told(State.CONNECTED, signedIn, clock.instant()),
        () ->
            connections.changeStatus(id, SILENT, ANY_TIME, connected)
                || connections.changeStatus(id, REFUSED, signedIn, connected));
  }

  /// Halo refused the credentials.
  ///
  /// @param detail what is wrong and what to do, for a person
  /// @param asked when Halo was asked; what was found out later stays
  public boolean isRefused(ConnectionId id, String detail, Instant asked) {
    return fails(
        id, LET_IN, new ConnectionStatus(State.UNAUTHORIZED, detail, clock.instant()), asked);
  }

  /// Halo could not be reached, did not answer as it should, or did not let us sign in for a reason
  /// that is not the credentials'. That they were refused before stays known.
  ///
  /// @param detail what is wrong and what to do, for a person
  /// @param since when Halo was first asked in vain; what was found out later stays
  public boolean isOutOfReach(ConnectionId id, String detail, Instant since) {
    return fails(id, REACHED, new ConnectionStatus(State.FAILED, detail, since), since);
  }

  private boolean fails(ConnectionId id, Set<State> from, ConnectionStatus status, Instant asked) {
    return !isTold(id, status.state(), Instant.MIN)
        && tell(
            id,
            new Told(status.state(), Instant.MIN, clock.instant()),
            () -> connections.changeStatus(id, from, asked, status));
  }

  private boolean isTold(ConnectionId id, State state, Instant signedIn) {
    var last = told.get(id);
    return last != null
        && last.state == state
        && last.signedIn.equals(signedIn)
        && clock.instant().isBefore(last.at.plus(TOLD_HOLDS));
  }

  private boolean tell(ConnectionId id, Told now, BooleanSupplier change) {
    try {
      var changed = change.getAsBoolean();
      told.put(id, now);
      return changed;
    } catch (StoreUnavailable away) {
      return false;
    }
  }
}
