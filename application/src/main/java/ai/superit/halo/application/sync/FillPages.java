package ai.superit.halo.application.sync;

import ai.superit.halo.application.StoreUnavailable;
import ai.superit.halo.application.connection.CallsEnded;
import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.domain.Source;
import ai.superit.halo.domain.Stamp;
import ai.superit.halo.domain.asset.Asset;
import ai.superit.halo.domain.asset.AssetId;
import ai.superit.halo.domain.client.Client;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads from records' own pages what lists do not carry: the fields of assets, and the main
/// contacts of clients.
public final class FillPages {

  /// What one round did.
  ///
  /// @param records how many are as Halo has them now
  /// @param failed records that stay as they were, and why
  public record Filled(int records, List<Unread> failed) {
    public Filled {
      failed = List.copyOf(failed);
    }
  }

  /// A record that could not be read.
  public record Unread(ObjectRef record, RuntimeException reason) {}

  private final HaloTenants tenants;
  private final Mirror mirror;
  private final Hydration hydration;
  private final InstantSource clock;
  private final Pages<?> pages;

  private FillPages(
      HaloTenants tenants,
      Mirror mirror,
      Hydration hydration,
      InstantSource clock,
      Pages<?> pages) {
    this.tenants = tenants;
    this.mirror = mirror;
    this.hydration = hydration;
    this.clock = clock;
    this.pages = pages;
  }

  public static FillPages ofAssets(
      HaloTenants tenants, Mirror mirror, Hydration hydration, InstantSource clock) {
    return new FillPages(tenants, mirror, hydration, clock, new AssetPages(hydration, mirror));
  }

  public static FillPages ofClients(
      HaloTenants tenants, Mirror mirror, Hydration hydration, InstantSource clock) {
    return new FillPages(tenants, mirror, hydration, clock, new ClientPages(hydration, mirror));
  }

  /// The own pages of one kind of record.
  private interface Pages<T> {
    ObjectRef.Kind kind();

    Source source();

    List<AwaitingPage> awaiting(ConnectionId connection, Instant now, int limit);

    List<AwaitingPage> old(ConnectionId connection, Instant now, int limit);

    Optional<T> find(HaloTenant tenant, long id);

    Stamp stamp(T found);

    /// False if the mirror has something else by now than what awaited its page.
    boolean keep(ConnectionId connection, T found, AwaitingPage awaited);
  }

  private record AssetPages(Hydration hydration, Mirror mirror) implements Pages<Asset> {
    @Override
    public ObjectRef.Kind kind() {
      return ObjectRef.Kind.ASSET;
    }

    @Override
    public Source source() {
      return Source.reread("fields");
    }

    @Override
    public List<AwaitingPage> awaiting(ConnectionId connection, Instant now, int limit) {
      return hydration.assetsAwaitingFields(connection, now, limit);
    }

    @Override
    public List<AwaitingPage> old(ConnectionId connection, Instant now, int limit) {
      return hydration.assetsToReadAgain(connection, now, limit);
    }

    @Override
    public Optional<Asset> find(HaloTenant tenant, long id) {
      return tenant.findAsset(new AssetId(id));
    }

    @Override
    public Stamp stamp(Asset found) {
      return found.updatedAt();
    }

    @Override
    public boolean keep(ConnectionId connection, Asset found, AwaitingPage awaited) {
      return mirror
          .storePage(connection, found, awaited.revision(), source())
          .tellsOf(awaited.id());
    }
  }

  private record ClientPages(Hydration hydration, Mirror mirror) implements Pages<Client> {
    @Override
    public ObjectRef.Kind kind() {
      return ObjectRef.Kind.CLIENT;
    }

    @Override
    public Source source() {
      return Source.reread("page");
    }

    @Override
    public List<AwaitingPage> awaiting(ConnectionId connection, Instant now, int limit) {
      return hydration.clientsAwaitingPages(connection, now, limit);
    }

    @Override
    public List<AwaitingPage> old(ConnectionId connection, Instant now, int limit) {
      return hydration.clientsToReadAgain(connection, now, limit);
    }

    @Override
    public Optional<Client> find(HaloTenant tenant, long id) {
      return tenant.findClient(new ClientId(id));
    }

    @Override
    public Stamp stamp(Client found) {
      return found.updatedAt();
    }

    @Override
    public boolean keep(ConnectionId connection, Client found, AwaitingPage awaited) {
      return mirror
          .storePage(connection, found, awaited.revision(), source())
          .tellsOf(awaited.id());
    }
  }

  /// What became of one record.
  private sealed interface Reading {
    /// It is stored as Halo has it, or taken out because Halo has none.
    record Settled(ObjectRef record) implements Reading {}

    /// Halo has a version that is older than the one in its list.
    record Outdated(ObjectRef record) implements Reading {}

    /// Somebody else stored it, or took it out, while its page was read. If it still awaits that,
    /// it is read again at once.
    record Overtaken() implements Reading {}

    record Failed(ObjectRef record, RuntimeException reason) implements Reading {}
  }

  /// Takes the records that changed last first. One that cannot be read is put off, and does not
  /// keep others from being read.
  ///
  /// @throws HaloUnavailable if not one of the records could be read
  public Filled fill(ConnectionId connection, int limit, Lane lane) {
    return fill(connection, pages.awaiting(connection, clock.instant(), limit), lane);
  }

  /// Whether [#fill] would read anything.
  public boolean isDue(ConnectionId connection) {
    return !pages.awaiting(connection, clock.instant(), 1).isEmpty();
  }

  /// The same with records that Halo does not stamp, of which therefore nothing but their own page
  /// tells that they have changed: those whose page was read longest ago, and not within
  /// [Hydration#READ_AGAIN_AFTER].
  ///
  /// @throws HaloUnavailable if not one of the records could be read
  public Filled readAgain(ConnectionId connection, int limit, Lane lane) {
    return fill(connection, pages.old(connection, clock.instant(), limit), lane);
  }

  /// Whether [#readAgain] would read anything.
  public boolean isAnyOld(ConnectionId connection) {
    return !pages.old(connection, clock.instant(), 1).isEmpty();
  }

  private Filled fill(ConnectionId connection, List<AwaitingPage> awaiting, Lane lane) {
    if (awaiting.isEmpty()) {
      return new Filled(0, List.of());
    }
    var tenant = tenants.tenant(connection, lane);
    return keep(
        connection, SideBySideReads.of(awaiting, one -> read(connection, tenant, pages, one)));
  }

  /// Stores at once what was read: others may learn meanwhile that the record is gone.
  private <T> Reading read(
      ConnectionId connection, HaloTenant tenant, Pages<T> pages, AwaitingPage awaiting) {
    var ref = new ObjectRef(pages.kind(), awaiting.id());
    try {
      var found = pages.find(tenant, awaiting.id());
      if (found.isEmpty()) {
        mirror.retire(connection, ref, pages.source());
        return new Reading.Settled(ref);
      }
      return store(connection, pages, ref, found.get(), awaiting);
    } catch (CallsEnded stopping) {
      throw stopping;
    } catch (RuntimeException failure) {
      return new Reading.Failed(ref, failure);
    }
  }

  /// A page that does not say when the record changed was read after the list and is no older.
  private static <T> Reading store(
      ConnectionId connection, Pages<T> pages, ObjectRef ref, T found, AwaitingPage awaiting) {
    var stamp = pages.stamp(found);
    if (stamp.isKnown() && stamp.compareTo(awaiting.version()) < 0) {
      return new Reading.Outdated(ref);
    }
    return pages.keep(connection, found, awaiting)
        ? new Reading.Settled(ref)
        : new Reading.Overtaken();
  }

  private Filled keep(ConnectionId connection, List<Reading> readings) {
    var othersRead = !readings.stream().allMatch(Reading.Failed.class::isInstance);
    var settled = new HashSet<ObjectRef>();
    var putOff = new HashSet<ObjectRef>();
    var failed = new ArrayList<Unread>();
    for (var reading : readings) {
      switch (reading) {
        case Reading.Settled(var ref) -> settled.add(ref);
        case Reading.Outdated(var ref) -> putOff.add(ref);
        case Reading.Overtaken() -> {}
        case Reading.Failed(_, StoreUnavailable gone) -> throw gone;
        case Reading.Failed(var ref, var reason) -> {
          failed.add(new Unread(ref, reason));
          if (isOfRecord(reason, othersRead)) {
            putOff.add(ref);
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
