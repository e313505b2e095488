package ai.superit.halo.domain.ticket;

import ai.superit.halo.domain.Stamp;
import ai.superit.halo.domain.asset.AssetId;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.client.ContactId;
import ai.superit.halo.domain.client.SiteId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// A ticket as Halo has it. Which of our teams it belongs to is not Halo's to say, so it is not
/// here.
public record Ticket(
    TicketId id, Text text, Parties parties, State state, Times times, AssetLinks assets) {

  /// @param details plain text; may hold remnants of HTML and is never to be trusted
  public record Text(String summary, String details, String category) {}

  /// @param agent Halo's agent; absent when unassigned
  /// @param haloTeam the name of Halo's own team, not one of ours; empty where Halo has none
  public record Parties(
      ClientId client,
      Optional<SiteId> site,
      Optional<ContactId> contact,
      Optional<Long> agent,
      String haloTeam) {}

  /// Numbers of the tenant's own tables; their names are [Lookup]s.
  public record State(
      long status,
      Optional<Long> priority,
      Optional<Long> type,
      boolean closed,
      Optional<TicketId> parent) {}

  /// @param lastActionAt when the last note was written; a ticket whose notes were read before is
  ///   stale
  public record Times(
      Instant openedAt,
      Stamp updatedAt,
      Optional<Instant> closedAt,
      Optional<Instant> lastActionAt) {}

  /// The assets that a ticket is about. Lists name only the first one by its tag; only a ticket
  /// read by its number carries them all.
  public sealed interface AssetLinks {
    record Unread() implements AssetLinks {}

    record Tagged(String tag) implements AssetLinks {}

    record Read(Set<AssetId> assets) implements AssetLinks {
      public Read {
        assets = Set.copyOf(assets);
      }
    }
  }

  public Stamp updatedAt() {
    return times.updatedAt();
  }
}
