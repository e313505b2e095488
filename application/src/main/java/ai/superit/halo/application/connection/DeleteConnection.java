package ai.superit.halo.application.connection;

import ai.superit.halo.application.Problem;
import ai.superit.halo.application.StoreUnavailable;
import ai.superit.halo.application.webhook.HaloWebhooks;
import ai.superit.halo.application.webhook.RegisterWebhook;
import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.ConnectionStatus;
import ai.superit.halo.domain.team.Caller;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Deletes a connection: what a manager asks for is noted, and done in the background. Each step
/// may be repeated, so that whoever comes after a crash begins again at the first.
public final class DeleteConnection {
  public sealed interface Outcome {
    /// @param connection as it is now, DELETING
    record Noted(Connection connection) implements Outcome {}

    record ConnectionUnknown() implements Outcome {}

    record Rejected(List<Problem> problems) implements Outcome {}
  }

  /// How the background work goes.
  ///
  /// @param batch how many rows of each kind are removed at once
  /// @param settling how long to wait, once nobody can sign in, for syncs that had begun before to
  ///   find out
  public record Pace(int batch, Duration settling) {
    public static final Pace DEFAULT = new Pace(5_000, Duration.ofSeconds(90));
  }

  private static final System.Logger LOG = System.getLogger(DeleteConnection.class.getName());

  private final Connections connections;
  private final ConnectionRemoval removal;
  private final RegisterWebhook registering;
  private final HaloWebhooks webhooks;
  private final Pace pace;
  private final InstantSource clock;

  /// Since when nobody can sign in, as far as is known here: what was read from the tenant may be
  /// stored for some time after that. Who did not see it waits longer than need be.
  private final Map<ConnectionId, Instant> cutOff = new ConcurrentHashMap<>();

  public DeleteConnection(
      Connections connections,
      ConnectionRemoval removal,
      RegisterWebhook registering,
      HaloWebhooks webhooks,
      Pace pace,
      InstantSource clock) {
    this.connections = connections;
    this.removal = removal;
    this.registering = registering;
    this.webhooks = webhooks;
    this.pace = pace;
    this.clock = clock;
  }

  /// @param name of the connection, typed by somebody who means it
  public Outcome delete(Caller manager, ConnectionId id, String name) {
    var found = connections.find(manager.visibility(), id);
    if (found.isEmpty()) {
      return new Outcome.ConnectionUnknown();
    }
    if (!found.get().name().equals(name.strip())) {
      return new Outcome.Rejected(
          List.of(
              new Problem(
                  "name",
                  Problem.Code.INVALID,
                  "is not this connection's name: type it exactly to delete the connection and all"
                      + " its data")));
    }
    if (found.get().isDeleting()) {
      return new Outcome.Noted(found.get());
    }
    var status = ConnectionStatus.deleting(clock.instant());
    connections.setStatus(id, status);
    return new Outcome.Noted(found.get().withStatus(status));
  }

  /// Does a part of what there is to do.
  ///
  /// @return whether there is more to do at once
  public boolean work() {
    var more = false;
    var awaiting = removal.awaiting();
    cutOff.keySet().retainAll(awaiting.stream().map(Connection::id).toList());
    for (var connection : awaiting) {
      more |= removeGuarded(connection);
    }
    return more;
  }

  /// One that cannot be removed now does not keep the others.
  private boolean removeGuarded(Connection connection) {
    try {
      return remove(connection);
    } catch (StoreUnavailable unavailable) {
      throw unavailable;
    } catch (CallsEnded _) {
      return false;
    } catch (RuntimeException | Error failure) {
      LOG.log(Level.ERROR, "removal failed connection=" + connection.id(), failure);
      return false;
    }
  }

  private boolean remove(Connection connection) {
    var id = connection.id();
    if (removal.hasSecrets(id) && !isCutOff(id)) {
      return false;
    }
    var now = clock.instant();
    var settled = cutOff.computeIfAbsent(id, _ -> now).plus(pace.settling());
    if (removal.removeSome(id, pace.batch()) > 0) {
      return true;
    }
    if (!now.isBefore(settled)) {
      removal.forget(id);
    }
    return false;
  }

  /// A webhook that is just being changed would come back after it was removed, and nobody could
  /// sign in to remove it again.
  private boolean isCutOff(ConnectionId id) {
    return registering.whileNobodyChanges(
        id,
        () -> {
          unregister(id);
          removal.forgetSecrets(id);
          cutOff.put(id, clock.instant());
        });
  }

  /// As well as it goes: neither a tenant that is gone nor a secret that cannot be opened must keep
  /// its connection alive.
  private void unregister(ConnectionId id) {
    try {
      webhooks.unregister(id, registering.address(id));
    } catch (HaloUnavailable _) {
      // What still comes is refused, since the connection is unknown by then.
    } catch (StoreUnavailable | CallsEnded left) {
      throw left;
    } catch (RuntimeException | Error failure) {
      LOG.log(Level.WARNING, "webhook not unregistered connection=" + id, failure);
    }
  }
}
