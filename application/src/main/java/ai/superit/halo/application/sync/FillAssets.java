package ai.superit.halo.application.sync;

import ai.superit.halo.application.StoreUnavailable;
import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.domain.Source;
import ai.superit.halo.domain.Stamp;
import ai.superit.halo.domain.asset.Asset;
import ai.superit.halo.domain.asset.AssetId;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Reads the fields of assets, which lists do not carry, from the assets' own pages.
public final class FillAssets {
  private static final Source SOURCE = Source.reread("fields");

  /// What one round did.
  ///
  /// @param assets how many are as Halo has them now
  /// @param failed assets that stay as they were, and why
  public record Filled(int assets, List<Unread> failed) {
    public Filled {
      failed = List.copyOf(failed);
    }
  }

  /// An asset that could not be read.
  public record Unread(AssetId asset, RuntimeException reason) {}

  private final HaloTenants tenants;
  private final Mirror mirror;
  private final Hydration hydration;
  private final InstantSource clock;

  public FillAssets(HaloTenants tenants, Mirror mirror, Hydration hydration, InstantSource clock) {
    this.tenants = tenants;
    this.mirror = mirror;
    this.hydration = hydration;
    this.clock = clock;
  }

  /// What became of one asset.
  private sealed interface Reading {
    record Found(Asset asset) implements Reading {}

    /// Halo has a version that is older than the one in its list.
    record Outdated(AssetId asset) implements Reading {}

    record Gone(AssetId asset) implements Reading {}

    record Failed(Unread unread) implements Reading {}
  }

  /// Takes the assets that changed last first. One that cannot be read is put off, and does not
  /// keep others from being read.
  ///
  /// @throws HaloUnavailable if not one of the assets could be read
  public Filled fill(ConnectionId connection, int limit, Lane lane) {
    var awaiting = hydration.assetsAwaitingFields(connection, clock.instant(), limit);
    if (awaiting.isEmpty()) {
      return new Filled(0, List.of());
    }
    var tenant = tenants.tenant(connection, lane);
    return keep(connection, SideBySideReads.of(awaiting, asset -> read(connection, tenant, asset)));
  }

  /// Whether [#fill] would read anything.
  public boolean isDue(ConnectionId connection) {
    return !hydration.assetsAwaitingFields(connection, clock.instant(), 1).isEmpty();
  }

  /// Stores at once what was read: others may learn meanwhile that the asset is gone.
  private Reading read(ConnectionId connection, HaloTenant tenant, AwaitingFields awaiting) {
    try {
      var reading =
          tenant
              .findAsset(awaiting.asset())
              .<Reading>map(found -> reading(found, awaiting.version()))
              .orElseGet(() -> new Reading.Gone(awaiting.asset()));
      switch (reading) {
        case Reading.Found(var asset) -> mirror.refreshAssets(connection, List.of(asset), SOURCE);
        case Reading.Gone(var asset) -> mirror.retire(connection, ref(asset), SOURCE);
        case Reading.Outdated _, Reading.Failed _ -> {}
      }
      return reading;
    } catch (RuntimeException failure) {
      return new Reading.Failed(new Unread(awaiting.asset(), failure));
    }
  }

  /// A page that does not say when the asset changed was read after the list and is no older.
  private static Reading reading(Asset found, Stamp listed) {
    if (!found.updatedAt().isKnown()) {
      return new Reading.Found(found.asOf(listed));
    }
    return found.updatedAt().compareTo(listed) < 0
        ? new Reading.Outdated(found.id())
        : new Reading.Found(found);
  }

  private Filled keep(ConnectionId connection, List<Reading> readings) {
    var othersRead = !readings.stream().allMatch(Reading.Failed.class::isInstance);
    var settled = new HashSet<ObjectRef>();
    var putOff = new HashSet<ObjectRef>();
    var failed = new ArrayList<Unread>();
    for (var reading : readings) {
      switch (reading) {
        case Reading.Found(var asset) -> settled.add(ref(asset.id()));
        case Reading.Gone(var asset) -> settled.add(ref(asset));
        case Reading.Outdated(var asset) -> putOff.add(ref(asset));
        case Reading.Failed(Unread(_, StoreUnavailable gone)) -> throw gone;
        case Reading.Failed(var unread) -> {
          failed.add(unread);
          if (isOfRecord(unread.reason(), othersRead)) {
            putOff.add(ref(unread.asset()));
          }
        }
      }
    }
    hydration.settle(connection, Set.copyOf(settled));
    hydration.putOff(connection, Set.copyOf(putOff), clock.instant());
    if (failed.size() == readings.size()) {
      throw failed.getFirst().reason();
    }
    return new Filled(settled.size(), failed);
  }

  private static ObjectRef ref(AssetId asset) {
    return new ObjectRef(ObjectRef.Kind.ASSET, asset.value());
  }

  /// Whether it is the record that is at fault, and not the tenant or the store as a whole.
  ///
  /// @param othersRead whether others were read at the same time
  static boolean isOfRecord(RuntimeException failure, boolean othersRead) {
    return switch (failure) {
      case StoreUnavailable _ -> false;
      case UnreadableRecord _ -> true;
      case HaloUnavailable halo ->
          switch (halo.reason()) {
            case FORBIDDEN, REFUSED, SERVER_ERROR -> true;
            case UNREACHABLE, NOT_HALO -> othersRead;
            case UNAUTHORIZED, RATE_LIMITED -> false;
          };
      default -> true;
    };
  }
}
