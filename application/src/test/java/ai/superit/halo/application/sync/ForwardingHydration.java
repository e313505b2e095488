package ai.superit.halo.application.sync;

import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/// A store of what is to be read that leaves to another one what whoever extends this does not do.
abstract class ForwardingHydration implements Hydration {
  private final Hydration hydration;

  ForwardingHydration(Hydration hydration) {
    this.hydration = hydration;
  }

  @Override
  public List<AwaitingPage> assetsAwaitingFields(ConnectionId connection, Instant now, int limit) {
    return hydration.assetsAwaitingFields(connection, now, limit);
  }

  @Override
  public List<AwaitingPage> clientsAwaitingPages(ConnectionId connection, Instant now, int limit) {
    return hydration.clientsAwaitingPages(connection, now, limit);
  }

  @Override
  public List<AwaitingPage> assetsToReadAgain(ConnectionId connection, Instant now, int limit) {
    return hydration.assetsToReadAgain(connection, now, limit);
  }

  @Override
  public List<AwaitingPage> clientsToReadAgain(ConnectionId connection, Instant now, int limit) {
    return hydration.clientsToReadAgain(connection, now, limit);
  }

  @Override
  public List<AwaitingNotes> ticketsDue(
      ConnectionId connection, Instant changedSince, Instant now, int limit) {
    return hydration.ticketsDue(connection, changedSince, now, limit);
  }

  @Override
  public long callsAwaited(ConnectionId connection, Instant changedSince) {
    return hydration.callsAwaited(connection, changedSince);
  }

  @Override
  public void putOff(ConnectionId connection, Set<ObjectRef> records, Instant now) {
    hydration.putOff(connection, records, now);
  }

  @Override
  public void settle(ConnectionId connection, Set<ObjectRef> records) {
    hydration.settle(connection, records);
  }

  @Override
  public boolean takeTurn(
      ConnectionId connection, Work work, UUID holder, Instant now, Duration atMost) {
    return hydration.takeTurn(connection, work, holder, now, atMost);
  }

  @Override
  public void endTurn(ConnectionId connection, Work work, UUID holder) {
    hydration.endTurn(connection, work, holder);
  }
}
