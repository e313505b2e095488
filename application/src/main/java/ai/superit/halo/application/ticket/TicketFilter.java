package ai.superit.halo.application.ticket;

import ai.superit.halo.domain.Key;
import ai.superit.halo.domain.asset.AssetId;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.client.ContactId;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.team.TeamId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// Which tickets of those that the caller may see; an empty part does not filter.
///
/// @param scope where the tickets belong
/// @param closed only closed or only open ones
/// @param statuses numbers of the tenant's statuses; needs a connection in the scope
/// @param priorities likewise
/// @param changed when Halo last changed them
/// @param text words that the summary holds, without regard to case
public record TicketFilter(
    Scope scope,
    Optional<Boolean> closed,
    Set<Long> statuses,
    Set<Long> priorities,
    Changed changed,
    Optional<String> text) {

  /// @param asset tickets that are about this asset
  /// @param unrouted only tickets that no team gets
  public record Scope(
      Optional<ConnectionId> connection,
      Optional<Key<ClientId>> client,
      Optional<Key<ContactId>> contact,
      Optional<Key<AssetId>> asset,
      Optional<TeamId> team,
      boolean unrouted) {
    public static final Scope ALL =
        new Scope(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false);

    /// A connection that all of these tickets belong to, if the scope names one.
    public Optional<ConnectionId> onlyConnection() {
      return connection
          .or(() -> client.map(Key::connection))
          .or(() -> contact.map(Key::connection))
          .or(() -> asset.map(Key::connection));
    }

    public static Scope of(Key<ClientId> client) {
      return new Scope(
          Optional.of(client.connection()),
          Optional.of(client),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          false);
    }
  }

  /// A half-open span: from inclusive, before exclusive.
  public record Changed(Optional<Instant> from, Optional<Instant> before) {
    public static final Changed ANY_TIME = new Changed(Optional.empty(), Optional.empty());
  }

  public static final TicketFilter ALL =
      new TicketFilter(
          Scope.ALL, Optional.empty(), Set.of(), Set.of(), Changed.ANY_TIME, Optional.empty());

  public TicketFilter {
    statuses = Set.copyOf(statuses);
    priorities = Set.copyOf(priorities);
  }

  public static TicketFilter openOf(Key<ClientId> client) {
    return new TicketFilter(
        Scope.of(client),
        Optional.of(false),
        Set.of(),
        Set.of(),
        Changed.ANY_TIME,
        Optional.empty());
  }
}
