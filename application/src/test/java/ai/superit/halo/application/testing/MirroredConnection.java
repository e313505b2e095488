package ai.superit.halo.application.testing;

import ai.superit.halo.application.PageArgs;
import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.sync.DeletionLimits;
import ai.superit.halo.application.sync.FillDueNotes;
import ai.superit.halo.application.sync.FillNotes;
import ai.superit.halo.application.sync.HaloTenants;
import ai.superit.halo.application.sync.Hydration;
import ai.superit.halo.application.sync.HydrationTurns;
import ai.superit.halo.application.sync.Mirror;
import ai.superit.halo.application.sync.PollChanges;
import ai.superit.halo.application.sync.ScopedMirror;
import ai.superit.halo.application.sync.StoreTickets;
import ai.superit.halo.application.sync.Stored;
import ai.superit.halo.application.sync.SyncNotes;
import ai.superit.halo.application.sync.SyncResource;
import ai.superit.halo.application.sync.SyncScopes;
import ai.superit.halo.application.ticket.TicketView;
import ai.superit.halo.domain.Key;
import ai.superit.halo.domain.Source;
import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.Schedule;
import ai.superit.halo.domain.sync.SyncMode;
import ai.superit.halo.domain.sync.SyncRun;
import ai.superit.halo.domain.team.Caller;
import ai.superit.halo.domain.team.TeamId;
import ai.superit.halo.domain.team.Visibility;
import ai.superit.halo.domain.testing.ConnectionBuilder;
import ai.superit.halo.domain.testing.TicketBuilder;
import ai.superit.halo.domain.ticket.Note;
import ai.superit.halo.domain.ticket.TicketId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// A connection to a tenant in memory and the store in memory that mirrors it, both empty at first,
/// with the use cases that bring one to the other, put together as the service does.
public final class MirroredConnection {
  /// Of the team that manages the connection.
  public static final Caller MANAGER = manager("managers");

  /// What its managers see.
  public static final Visibility MANAGERS = MANAGER.visibility();

  /// Of another team.
  public static final Caller STRANGER = manager("others");

  public final ManualClock clock = new ManualClock();
  public final InMemoryStore store = new InMemoryStore(clock);
  public final InMemoryHaloTenants tenants = new InMemoryHaloTenants();
  public final ConnectionId id;
  public final InMemoryHaloTenant halo;

  /// What is out of scope does not get in; all is in scope unless a test chooses.
  public final Mirror mirror =
      new ScopedMirror(store.mirror(), store.scopes(), store.transactions(), clock);

  public final StoreTickets tickets = new StoreTickets(mirror, store.links(), store.transactions());

  public final SyncResource resources = resources(tenants, stores());

  public MirroredConnection() {
    var acme = ConnectionBuilder.aConnection("acme").build();
    this.id = acme.id();
    this.halo = connect(acme);
  }

  /// @return the tenant behind it
  public InMemoryHaloTenant connect(Connection other) {
    store.connections().create(other, new Secret("secret"));
    return tenants.of(other.id());
  }

  public SyncResource.Stores stores() {
    return stores(store.scopes());
  }

  public SyncResource.Stores stores(SyncScopes scopes) {
    return new SyncResource.Stores(
        mirror,
        tickets,
        store.runs(),
        store.cursors(),
        store.held(),
        store.positions(),
        scopes,
        store.comparisons());
  }

  public SyncResource resources(HaloTenants tenants, SyncResource.Stores stores) {
    return new SyncResource(tenants, stores, DeletionLimits.DEFAULT, clock);
  }

  public PollChanges polling(SyncResource resources, Schedule schedule) {
    return new PollChanges(resources, store.cursors(), store.schedules(), schedule, clock);
  }

  public SyncNotes notes(SyncNotes.Listener listener) {
    return notes(tenants, store.hydration(), listener);
  }

  public SyncNotes notes(HaloTenants tenants, Hydration hydration, SyncNotes.Listener listener) {
    return new SyncNotes(
        tenants,
        new FillDueNotes(new FillNotes(tenants, mirror, tickets), hydration, clock),
        new HydrationTurns(hydration, clock),
        new SyncNotes.Stores(mirror, hydration, store.runs()),
        clock,
        listener);
  }

  /// A run over the whole list.
  public SyncRun sync(Resource resource) {
    return sync(resource, SyncMode.FULL);
  }

  public SyncRun sync(Resource resource, SyncMode mode) {
    return ended(resources.sync(id, resource, mode, Lane.BACKFILL, () -> false));
  }

  /// The run that ended so; fails if another one was under way.
  public static SyncRun ended(SyncResource.Outcome outcome) {
    return switch (outcome) {
      case SyncResource.Outcome.Ended(var run) -> run;
      case SyncResource.Outcome.AlreadyRunning _ -> throw new AssertionError("already running");
    };
  }

  /// Stores these tickets as they are.
  public Stored mirrors(TicketBuilder... rows) {
    var all = Stream.of(rows).map(TicketBuilder::build).toList();
    return tickets.store(id, all, Source.reread("test"));
  }

  public Optional<TicketView> findTicket(long ticket) {
    var key = new Key<>(id, new TicketId(ticket));
    return Optional.ofNullable(store.tickets().ticketsByKey(MANAGERS, Set.of(key)).get(key));
  }

  /// The first ten.
  public List<Note> notes(long ticket) {
    var key = new Key<>(id, new TicketId(ticket));
    return store.tickets().notes(MANAGERS, key, PageArgs.first(10)).rows();
  }

  /// The numbers of all records of the resource that the mirror has.
  public Set<Long> living(Resource resource) {
    var all = store.mirror().absent(id, resource, Set.of(), Instant.MAX, Integer.MAX_VALUE);
    return Set.copyOf(all.ids());
  }

  private static Caller manager(String team) {
    return new Caller(team, Caller.Role.MANAGER, Set.of(new TeamId(team)));
  }
}
