package ai.superit.halo.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// All rows of a tenant and the one way to change them. Reads are free, writes come one at a time.
final class Tenant {
  final Table<Client> clients;
  final Table<Site> sites;
  final Table<Contact> contacts;
  final Table<Asset> assets;
  final Table<Ticket> tickets;
  final Table<Attachment> attachments = new Table<>(List.of());
  final Table<Invoice> invoices;
  final Texts texts;
  private final Quirks quirks;
  private final ReentrantLock lock = new ReentrantLock();
  private final TicketWrites ticketWrites;
  private final EntityWrites entityWrites;
  private final AtomicLong lastChange = new AtomicLong();
  private volatile Consumer<Announcement> announcements = _ -> {};
  private volatile Children children = new Children(-1, Map.of());
  private volatile Consumer<Change> journal = _ -> {};
  private volatile Set<Integer> hiddenClients = Set.of();

  Tenant(long seed, Scale scale, long epoch, Quirks quirks) {
    var data = new TenantData(seed, scale, epoch);
    this.quirks = quirks;
    this.clients = new Table<>(data.clients);
    this.sites = new Table<>(data.sites);
    this.contacts = new Table<>(data.contacts);
    this.assets = new Table<>(data.assets);
    this.invoices = new Table<>(data.invoices);
    // The texts look at the rows as they were, so that renaming a client rewrites no history.
    this.texts =
        new Texts(
            new Table<>(data.clients),
            new Table<>(data.sites),
            new Table<>(data.contacts),
            new Table<>(data.assets));
    data.tickets(texts.scenarios());
    this.tickets = new Table<>(data.tickets);
    this.ticketWrites = new TicketWrites(this);
    this.entityWrites = new EntityWrites(this);
  }

  Quirks quirks() {
    return quirks;
  }

  /// Which clients the agent of the API may not see; what belongs to them stays visible.
  void hideClients(Set<Integer> ids) {
    hiddenClients = Set.copyOf(ids);
  }

  <R extends Row> List<R> visible(Kind kind, List<R> rows) {
    return kind != Kind.CLIENT || hiddenClients.isEmpty()
        ? rows
        : rows.stream().filter(row -> isVisible(kind, row)).toList();
  }

  boolean isVisible(Kind kind, Row row) {
    return kind != Kind.CLIENT || !hiddenClients.contains(row.id);
  }

  void announceTo(Consumer<Announcement> listener) {
    announcements = listener;
  }

  void recordTo(Consumer<Change> recorder) {
    journal = recorder;
  }

  /// Applies a change and announces it. Creating tickets in parallel fails where the quirk says so,
  /// because the original computes ticket numbers.
  Row apply(Change change) {
    if (quirks.writing().parallelCreateFails() && creates(change) && lock.isLocked()) {
      throw new Refused(Reply.message(500, "Violation of PRIMARY KEY constraint on FAULTS."));
    }
    lock.lock();
    try {
      var applied = perform(change);
      tell(applied);
      return applied.row();
    } finally {
      lock.unlock();
    }
  }

  /// Applies all of them or none.
  List<Row> applyAll(List<Change> changes) {
    lock.lock();
    try {
      var before = tables().map(Table::saved).toList();
      var all = new ArrayList<Applied>();
      try {
        changes.forEach(change -> all.add(perform(change)));
      } catch (Refused refused) {
        before.forEach(Runnable::run);
        throw refused;
      }
      all.forEach(this::tell);
      return all.stream().map(Applied::row).toList();
    } finally {
      lock.unlock();
    }
  }

  private Stream<Table<?>> tables() {
    return Stream.of(clients, sites, contacts, assets, tickets, attachments, invoices);
  }

  /// A change that is made, and is to be told.
  private record Applied(Row row, Change change, List<Announcement> events) {}

  private Applied perform(Change change) {
    var events = new ArrayList<Announcement>();
    var stamped = change.stamped(moment(change.at()));
    return new Applied(perform(stamped, events), stamped, events);
  }

  private void tell(Applied applied) {
    journal.accept(applied.change());
    applied.events().forEach(announcements);
  }

  /// Strictly increasing, so that no two changes share a moment and "updated since" misses none,
  /// unless a quirk makes moments coarser.
  private long moment(long now) {
    var grain = quirks.writing().stampGrain().toMillis();
    return grain == 0
        ? lastChange.updateAndGet(last -> Math.max(now, last + 1))
        : lastChange.updateAndGet(last -> Math.max(now - now % grain, last));
  }

  private static boolean creates(Change change) {
    return change.kind() == Kind.TICKET && !change.body().has("id");
  }

  private Row perform(Change change, List<Announcement> events) {
    return switch (change.kind()) {
      case TICKET ->
          change.deletes()
              ? ticketWrites.delete(change, events)
              : ticketWrites.upsert(change, events);
      case ACTION ->
          change.deletes() ? ticketWrites.deleteNote(change) : ticketWrites.note(change, events);
      default ->
          change.deletes()
              ? entityWrites.delete(change, events)
              : entityWrites.upsert(change, events);
    };
  }

  /// The assets below this one. The index is made anew after a change, because lists of assets ask
  /// for it once per row.
  List<Asset> children(int id) {
    var index = children;
    if (index.version != assets.version()) {
      index = Children.of(assets);
      children = index;
    }
    return index.byParent.getOrDefault(id, List.of());
  }

  private record Children(long version, Map<Integer, List<Asset>> byParent) {
    static Children of(Table<Asset> assets) {
      var version = assets.version();
      var related = assets.where(asset -> asset.parent != 0);
      return new Children(
          version, related.stream().collect(Collectors.groupingBy(asset -> asset.parent)));
    }
  }

  Ticket ticket(int id) {
    return tickets.find(id).orElseThrow(() -> new Refused(Reply.empty(404)));
  }
}
