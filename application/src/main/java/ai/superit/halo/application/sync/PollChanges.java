package ai.superit.halo.application.sync;

import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.domain.Source;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.Resource;
import java.time.Instant;
import java.util.List;

/// Looks for changes that no webhook told of.
public final class PollChanges {
  private static final List<Resource> POLLED =
      List.of(
          Resource.CLIENTS, Resource.SITES, Resource.CONTACTS, Resource.ASSETS, Resource.TICKETS);

  private final SyncResource resources;
  private final SyncRuns runs;

  public PollChanges(SyncResource resources, SyncRuns runs) {
    this.resources = resources;
    this.runs = runs;
  }

  /// Reads what changed since then in every resource that was completely read before.
  ///
  /// @return how many records were created or updated
  /// @throws ai.superit.halo.application.connection.HaloUnavailable if Halo does not answer
  public long poll(ConnectionId connection, Instant since) {
    return POLLED.stream()
        .filter(resource -> runs.lastCompleteStart(connection, resource).isPresent())
        .mapToLong(resource ->
            resources.readChanges(connection, resource, since, Source.reread("poll"), Lane.POLL))
        .sum();
  }
}
