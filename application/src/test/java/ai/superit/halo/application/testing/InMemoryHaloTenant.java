package ai.superit.halo.application.testing;

import static ai.superit.halo.domain.testing.ClientBuilder.aClient;

import ai.superit.halo.application.connection.CallsHeldBack;
import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.application.sync.HaloTenant;
import ai.superit.halo.application.sync.Page;
import ai.superit.halo.application.sync.PageQuery;
import ai.superit.halo.application.sync.RejectedRow;
import ai.superit.halo.application.sync.UnreadableRecord;
import ai.superit.halo.domain.Stamp;
import ai.superit.halo.domain.asset.Asset;
import ai.superit.halo.domain.asset.AssetId;
import ai.superit.halo.domain.client.Client;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.client.Contact;
import ai.superit.halo.domain.client.ContactId;
import ai.superit.halo.domain.client.Invoice;
import ai.superit.halo.domain.client.InvoiceId;
import ai.superit.halo.domain.client.Site;
import ai.superit.halo.domain.client.SiteId;
import ai.superit.halo.domain.ticket.Attachment;
import ai.superit.halo.domain.ticket.Lookup;
import ai.superit.halo.domain.ticket.Note;
import ai.superit.halo.domain.ticket.Ticket;
import ai.superit.halo.domain.ticket.TicketId;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.function.LongUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// A tenant in memory that can be made to behave as badly as a real one. Safe for use by many
/// threads.
public final class InMemoryHaloTenant implements HaloTenant {
  private final Map<String, Lookup> lookups = new LinkedHashMap<>();
  private final Map<Long, Client> clients = new TreeMap<>();
  private final Map<Long, Site> sites = new TreeMap<>();
  private final Map<Long, Contact> contacts = new TreeMap<>();
  private final Map<Long, Asset> assets = new TreeMap<>();
  private final Map<Long, Ticket> tickets = new TreeMap<>();
  private final Map<Long, Invoice> invoices = new TreeMap<>();
  private final List<Note> notes = new ArrayList<>();
  private final List<Attachment> files = new ArrayList<>();
  private final Map<Integer, List<RejectedRow>> rejected = new HashMap<>();
  private final Map<Integer, Runnable> beforePages = new HashMap<>();
  private final List<ObjectRef> reads = new ArrayList<>();
  private final Set<TicketId> failingNotes = new HashSet<>();
  private final Set<ObjectRef.Kind> forbidden = EnumSet.noneOf(ObjectRef.Kind.class);
  private final Map<TicketId, List<RejectedRow>> rejectedNotes = new HashMap<>();
  private final Map<PageQuery.Section, Runnable> beforeSections =
      new EnumMap<>(PageQuery.Section.class);
  private final Map<ObjectRef, String> unreadable = new HashMap<>();
  private final Map<ObjectRef, HaloUnavailable.Cause> refused = new HashMap<>();
  private final Set<Long> hidden = new HashSet<>();
  private final Set<Long> repeated = new HashSet<>();
  private final Map<ObjectRef, Deque<Runnable>> whileReading = new HashMap<>();
  private Runnable always = () -> {};
  private int rowsOnPage = 100;
  private int failingPage;
  private final Set<TicketId> planned = new HashSet<>();
  private boolean knowsOpening = true;
  private Optional<Instant> heldBack = Optional.empty();
  private volatile Duration closedFor = Duration.ZERO;
  private boolean down;
  private boolean vanished;
  private long calls;
  private Duration perCall = Duration.ZERO;
  private volatile CountDownLatch hanging = new CountDownLatch(0);
  private LongUnaryOperator total = size -> size;
  private Optional<Instant> clock = Optional.empty();

  public synchronized void put(Lookup... rows) {
    Stream.of(rows).forEach(row -> lookups.put(row.kind() + " " + row.id(), row));
  }

  public synchronized void put(Client... rows) {
    Stream.of(rows).forEach(row -> clients.put(row.id().value(), row));
  }

  public synchronized void put(Site... rows) {
    Stream.of(rows).forEach(row -> sites.put(row.id().value(), row));
  }

  public synchronized void put(Contact... rows) {
    Stream.of(rows).forEach(row -> contacts.put(row.id().value(), row));
  }

  public synchronized void put(Asset... rows) {
    Stream.of(rows).forEach(row -> assets.put(row.id().value(), row));
  }

  public synchronized void put(Ticket... rows) {
    Stream.of(rows).forEach(row -> tickets.put(row.id().value(), row));
  }

  public synchronized void put(Invoice... rows) {
    Stream.of(rows).forEach(row -> invoices.put(row.id().value(), row));
  }

  public synchronized void put(Note... rows) {
    notes.addAll(List.of(rows));
  }

  public synchronized void put(Attachment... rows) {
    files.addAll(List.of(rows));
  }

  /// Clients with the numbers from 1, last changed half an hour before noon.
  public void putClients(int upTo) {
    LongStream.rangeClosed(1, upTo).forEach(id -> put(aClient(id).changed(-30).build()));
  }

  public synchronized void removeClients(long from, long to) {
    clients.keySet().removeIf(id -> from <= id && id <= to);
  }

  public synchronized void removeNotes() {
    notes.clear();
    rejectedNotes.clear();
  }

  public synchronized void remove(ObjectRef object) {
    switch (object.kind()) {
      case TICKET -> tickets.remove(object.id());
      case CLIENT -> clients.remove(object.id());
      case SITE -> sites.remove(object.id());
      case CONTACT -> contacts.remove(object.id());
      case ASSET -> assets.remove(object.id());
      case INVOICE -> invoices.remove(object.id());
    }
  }

  /// Gives no more rows on a page, whatever is asked for.
  public synchronized void rowsOnPage(int most) {
    rowsOnPage = most;
  }

  /// Lies about how many rows a list has.
  public synchronized void total(LongUnaryOperator told) {
    total = told;
  }

  /// Something happens while the answer about a record is under way: the first time that it is read
  /// by its number from now on, or the next time after those that were named before.
  public synchronized void whileReading(ObjectRef record, Runnable change) {
    whileReading.computeIfAbsent(record, _ -> new ArrayDeque<>()).add(change);
  }

  /// No record is read by its number until the returned action has run.
  public synchronized Runnable hang() {
    var latch = new CountDownLatch(1);
    hanging = latch;
    return latch::countDown;
  }

  /// The page of this number fails in every list; none for 0.
  public synchronized void failOnPage(int number) {
    failingPage = number;
  }

  /// What the budget of calls takes for each.
  public synchronized void perCall(Duration time) {
    perCall = time;
  }

  /// Tells the time from now on.
  public synchronized void tell(Instant time) {
    clock = Optional.of(time);
  }

  /// Nothing works until it is up again.
  public synchronized void down(boolean isDown) {
    down = isDown;
  }

  /// Its budget lets no call through, of which each asked for by its number is noted as read.
  public synchronized void holdBack(Instant until) {
    heldBack = Optional.of(until);
  }

  /// Its budget says that it lets nothing through for so long.
  public synchronized void closed(Duration span) {
    closedFor = span;
  }

  /// Its API is gone: of each record it says that it is not there.
  public synchronized void vanish() {
    vanished = true;
  }

  /// The lists of these records may not be read.
  public synchronized void forbid(ObjectRef.Kind kind) {
    forbidden.add(kind);
  }

  /// Adds a row that cannot be read to the page of this number.
  public synchronized void rejectOnPage(int number, RejectedRow row) {
    rejected.computeIfAbsent(number, _ -> new ArrayList<>()).add(row);
  }

  /// Rows are readable again.
  public synchronized void rejectNothing() {
    rejected.clear();
    unreadable.clear();
  }

  /// The record cannot be read, neither in lists nor by its number.
  public synchronized void spoil(ObjectRef object, String flaw) {
    unreadable.put(object, flaw);
  }

  /// Fails whenever the record is read by its number.
  public synchronized void refuse(ObjectRef object, HaloUnavailable.Cause cause) {
    refused.put(object, cause);
  }

  /// The notes of this ticket cannot be read.
  public synchronized void failOnNotesOf(TicketId ticket) {
    failingNotes.add(ticket);
  }

  /// Adds a note that cannot be read.
  public synchronized void rejectNoteOf(TicketId ticket, RejectedRow row) {
    rejectedNotes.computeIfAbsent(ticket, _ -> new ArrayList<>()).add(row);
  }

  /// Lists tickets whenever they were opened.
  public synchronized void listWhateverOpened() {
    knowsOpening = false;
  }

  /// It is to take place some day, and is listed as opened then.
  public synchronized void plan(TicketId ticket) {
    planned.add(ticket);
  }

  /// The list leaves it out, though it is there.
  public synchronized void hide(ObjectRef object) {
    hidden.add(object.id());
  }

  /// The list of clients holds it twice, side by side.
  public synchronized void repeat(ObjectRef object) {
    repeated.add(object.id());
  }

  /// Happens once, just before a page of this section is read.
  public synchronized void onceBefore(PageQuery.Section section, Runnable change) {
    beforeSections.put(section, change);
  }

  /// Happens before each page is read.
  public synchronized void beforeEveryPage(Runnable change) {
    always = change;
  }

  /// Nothing happens any more.
  public synchronized void atRest() {
    beforePages.clear();
    beforeSections.clear();
    always = () -> {};
  }

  public synchronized Set<Long> clientIds() {
    return Set.copyOf(clients.keySet());
  }

  public synchronized long lowestClient() {
    return clients.keySet().iterator().next();
  }

  /// Happens once, just before the page of this number is read.
  public synchronized void beforePage(int number, Runnable change) {
    beforePages.put(number, change);
  }

  /// Which records were read by their number, in the order of reading.
  public synchronized List<ObjectRef> reads() {
    return List.copyOf(reads);
  }

  @Override
  public synchronized Page<Lookup> lookups() {
    calls++;
    failIf(down);
    return new Page<>(total.applyAsLong(lookups.size()), List.copyOf(lookups.values()), List.of());
  }

  @Override
  public synchronized Page<Client> clients(PageQuery query) {
    return page(ObjectRef.Kind.CLIENT, clients, Client::updatedAt, query);
  }

  @Override
  public synchronized Page<Site> sites(PageQuery query) {
    return page(ObjectRef.Kind.SITE, sites, Site::updatedAt, query);
  }

  @Override
  public synchronized Page<Contact> contacts(PageQuery query) {
    return page(ObjectRef.Kind.CONTACT, contacts, Contact::updatedAt, query);
  }

  @Override
  public synchronized Page<Asset> assets(PageQuery query) {
    return shown(page(ObjectRef.Kind.ASSET, assets, Asset::updatedAt, query), HaloForms::listed);
  }

  @Override
  public synchronized Page<Ticket> tickets(PageQuery query) {
    if (query.section() == PageQuery.Section.ALL) {
      throw new IllegalArgumentException("tickets are listed by open and closed");
    }
    return shown(
        page(ObjectRef.Kind.TICKET, tickets, Ticket::updatedAt, query),
        ticket -> HaloForms.listed(ticket, this::tag));
  }

  @Override
  public synchronized Page<Invoice> invoices(PageQuery query) {
    var all = new PageQuery(query.number(), query.section(), Optional.empty());
    return page(ObjectRef.Kind.INVOICE, invoices, Invoice::updatedAt, all);
  }

  @Override
  public synchronized Conversation conversation(TicketId ticket) {
    calls++;
    failIf(down);
    if (failingNotes.contains(ticket)) {
      throw new HaloUnavailable(HaloUnavailable.Cause.SERVER_ERROR, "Halo did not answer.");
    }
    var rows =
        notes.stream()
            .filter(note -> note.ticket().equals(ticket))
            .sorted(Comparator.comparing(Note::at).thenComparingLong(note -> note.id().value()))
            .toList();
    var unreadable = rejectedNotes.getOrDefault(ticket, List.of());
    var all = total.applyAsLong(rows.size() + unreadable.size());
    var page = new Page<>(all, rows, unreadable);
    var attached = files.stream().filter(file -> file.ticket().equals(ticket)).toList();
    return new Conversation(
        page, Optional.of(attached).filter(some -> !some.isEmpty() || page.received() >= all));
  }

  @Override
  public Optional<Ticket> findTicket(TicketId id) {
    return find(tickets, ObjectRef.Kind.TICKET, id.value())
        .map(ticket -> HaloForms.found(ticket, this::tagged));
  }

  @Override
  public Optional<Client> findClient(ClientId id) {
    return find(clients, ObjectRef.Kind.CLIENT, id.value()).map(HaloForms::found);
  }

  @Override
  public Optional<Site> findSite(SiteId id) {
    return find(sites, ObjectRef.Kind.SITE, id.value());
  }

  @Override
  public Optional<Contact> findContact(ContactId id) {
    return find(contacts, ObjectRef.Kind.CONTACT, id.value());
  }

  @Override
  public Optional<Asset> findAsset(AssetId id) {
    return find(assets, ObjectRef.Kind.ASSET, id.value()).map(HaloForms::found);
  }

  @Override
  public Optional<Invoice> findInvoice(InvoiceId id) {
    return find(invoices, ObjectRef.Kind.INVOICE, id.value());
  }

  /// Its answers are true unless it vanished: then it seems to have nothing.
  @Override
  public synchronized HaloTenant believed() {
    return vanished ? new InMemoryHaloTenant() : this;
  }

  private <T> Optional<T> find(Map<Long, T> rows, ObjectRef.Kind kind, long id) {
    waitWhileHanging();
    synchronized (this) {
      calls++;
      failIf(down || vanished);
      var object = new ObjectRef(kind, id);
      reads.add(object);
      heldBack.ifPresent(until -> {
        throw new CallsHeldBack(until);
      });
      var flaw = unreadable.get(object);
      if (flaw != null) {
        throw new UnreadableRecord("A record cannot be read.", flaw);
      }
      var cause = refused.get(object);
      if (cause != null) {
        throw new HaloUnavailable(cause, "Halo did not send it.");
      }
      var found = Optional.ofNullable(rows.get(id));
      var change = whileReading.getOrDefault(object, new ArrayDeque<>()).poll();
      if (change != null) {
        change.run();
      }
      return found;
    }
  }

  private void waitWhileHanging() {
    try {
      hanging.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      failIf(true);
    }
  }

  @Override
  public synchronized long countTickets(PageQuery.Section section) {
    failIf(down);
    failIfForbidden(ObjectRef.Kind.TICKET);
    calls++;
    return tickets.values().stream().filter(ticket -> isIn(section, ticket)).count();
  }

  @Override
  public synchronized Optional<Instant> clock() {
    return clock;
  }

  @Override
  public synchronized long calls() {
    return calls;
  }

  @Override
  public Duration timeFor(long number, Duration pace) {
    return perCall.multipliedBy(number).plus(closedFor);
  }

  private <T> Page<T> page(
      ObjectRef.Kind kind, Map<Long, T> all, Function<T, Stamp> stamp, PageQuery query) {
    failIfForbidden(kind);
    var change = beforePages.remove(query.number());
    if (change != null) {
      change.run();
    }
    calls++;
    beforeSections.getOrDefault(query.section(), () -> {}).run();
    beforeSections.remove(query.section());
    always.run();
    failIf(down || query.number() == failingPage);
    var rows =
        all.entrySet().stream()
            .filter(row -> kind != ObjectRef.Kind.CLIENT || !hidden.contains(row.getKey()))
            .filter(row -> isAsked(row.getValue(), stamp, query))
            .flatMap(row ->
                kind == ObjectRef.Kind.CLIENT && repeated.contains(row.getKey())
                    ? Stream.of(row, row)
                    : Stream.of(row))
            .toList();
    var sent = rows.stream().skip((query.number() - 1L) * rowsOnPage).limit(rowsOnPage).toList();
    var strange = rejected.values().stream().mapToInt(List::size).sum();
    return received(kind, sent, query, total.applyAsLong(rows.size() + strange));
  }

  private <T> Page<T> received(
      ObjectRef.Kind kind, List<Map.Entry<Long, T>> sent, PageQuery query, long counted) {
    var rows = new ArrayList<T>();
    var strange = new ArrayList<RejectedRow>();
    for (var row : sent) {
      var flaw = unreadable.get(new ObjectRef(kind, row.getKey()));
      if (flaw == null) {
        rows.add(row.getValue());
      } else {
        strange.add(
            new RejectedRow(row.getKey().toString(), flaw, "{\"id\":" + row.getKey() + "}"));
      }
    }
    strange.addAll(rejected.getOrDefault(query.number(), List.of()));
    return new Page<>(
        counted, rows, strange, (int) rows.stream().filter(row -> isUnasked(row, query)).count());
  }

  private <T> boolean isAsked(T row, Function<T, Stamp> stamp, PageQuery query) {
    var isChanged =
        query.changedSince().map(since -> !stamp.apply(row).at().isBefore(since)).orElse(true);
    return isChanged
        && (!(row instanceof Ticket ticket)
            || (isIn(query.section(), ticket)
                && query
                    .openedSince()
                    .filter(_ -> knowsOpening)
                    .map(since -> isOpened(ticket, since))
                    .orElse(true)));
  }

  private static <T> Page<T> shown(Page<T> page, UnaryOperator<T> form) {
    return new Page<>(
        page.total(), page.rows().stream().map(form).toList(), page.rejected(), page.unasked());
  }

  private Optional<String> tag(AssetId asset) {
    return Optional.ofNullable(assets.get(asset.value()))
        .map(Asset::tag)
        .filter(tag -> !tag.isEmpty());
  }

  private synchronized Set<AssetId> tagged(String tag) {
    return assets.values().stream()
        .filter(asset -> asset.tag().equals(tag))
        .map(Asset::id)
        .collect(Collectors.toSet());
  }

  private boolean isUnasked(Object row, PageQuery query) {
    return row instanceof Ticket ticket
        && !planned.contains(ticket.id())
        && query.leavesOut(ticket.times().openedAt());
  }

  private boolean isOpened(Ticket ticket, Instant since) {
    return planned.contains(ticket.id()) || !ticket.times().openedAt().isBefore(since);
  }

  private static boolean isIn(PageQuery.Section section, Ticket ticket) {
    return switch (section) {
      case ALL -> true;
      case OPEN -> !ticket.state().closed();
      case CLOSED -> ticket.state().closed();
    };
  }

  private void failIfForbidden(ObjectRef.Kind kind) {
    if (forbidden.contains(kind)) {
      throw new HaloUnavailable(HaloUnavailable.Cause.FORBIDDEN, "Halo forbids it.");
    }
  }

  private static void failIf(boolean failing) {
    if (failing) {
      throw new HaloUnavailable(HaloUnavailable.Cause.UNREACHABLE, "Halo did not answer.");
    }
  }
}
