package ai.superit.halo.domain.asset;

import ai.superit.halo.domain.Stamp;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.client.SiteId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A thing that the MSP looks after: a laptop, a server, a firewall.
///
/// @param tag the inventory number; empty where Halo has none
/// @param links how it hangs together with other assets
public record Asset(
    AssetId id, Owner owner, Kind kind, String tag, State state, Links links, Stamp updatedAt) {

  public record Owner(ClientId client, Optional<SiteId> site, String userName) {}

  /// What it is.
  ///
  /// @param name the key field that people know it by; empty where Halo has none
  public record Kind(long typeId, String typeName, String name, Fields fields) {}

  /// How far it is in its life.
  ///
  /// @param active false once Halo has retired it
  /// @param status what the tenant calls its status, an empty text where it has none; absent where
  ///   Halo did not say, so that what is stored stays
  public record State(boolean active, Optional<String> status) {}

  public boolean active() {
    return state.active();
  }

  /// The same as of that version.
  public Asset asOf(Stamp version) {
    return new Asset(id, owner, kind, tag, state, links, version);
  }

  /// What else Halo knows of it, by label, in Halo's order. Lists do not show it, so a record that
  /// comes from one is [Unread] and leaves what is stored alone.
  public sealed interface Fields {
    /// Empty if they were not read.
    Map<String, String> values();

    record Unread() implements Fields {
      @Override
      public Map<String, String> values() {
        return Map.of();
      }
    }

    record Read(Map<String, String> values) implements Fields {
      public Read {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
      }
    }

    /// Those of an earlier version: the asset was stored from a list since they were read. Only the
    /// mirror tells this of a record.
    record Stale(Map<String, String> values) implements Fields {
      public Stale {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
      }
    }
  }

  /// The assets above and below this one. Halo sends these only when asked for them, so a record
  /// read without them is [Unread] and leaves what is stored alone.
  public sealed interface Links {
    record Unread() implements Links {}

    record Read(Set<AssetId> parents, Set<AssetId> children) implements Links {
      public Read {
        parents = Set.copyOf(parents);
        children = Set.copyOf(children);
      }
    }
  }
}
