package ai.superit.halo.halo;

import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.application.sync.HaloTenant;
import ai.superit.halo.application.sync.Page;
import ai.superit.halo.application.sync.PageQuery;
import ai.superit.halo.application.sync.PageQuery.Section;
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
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// Knows the paths and parameters of Halo's resources.
final class HttpHaloTenant implements HaloTenant {
  /// Halo gives no more, whatever is asked for.
  private static final int PAGE_SIZE = 100;

  private static final Instant END_OF_TIME = Instant.parse("2099-12-31T00:00:00Z");

  /// Actions are not paged; more than this Halo does not count.
  private static final int ALL_NOTES = 100_000;

  private static final Query DETAILS = Query.of("includedetails", true);

  private final HaloClient client;

  HttpHaloTenant(HaloClient client) {
    this.client = client;
  }

  @Override
  public Page<Lookup> lookups() {
    return new Lookups(client).all();
  }

  @Override
  public Page<Client> clients(PageQuery query) {
    var parameters = listed(query, !query.scope().activeClients());
    return page("Client", "clients", parameters, row -> new ClientRow(row).listed());
  }

  @Override
  public Page<Site> sites(PageQuery query) {
    return page("Site", "sites", withRetired(query), row -> new SiteRow(row).toDomain());
  }

  @Override
  public Page<Contact> contacts(PageQuery query) {
    return page("Users", "users", withRetired(query), row -> new ContactRow(row).toDomain());
  }

  @Override
  public Page<Asset> assets(PageQuery query) {
    var scope = query.scope().assets();
    var listed = listed(query, !scope.active()).with("includechildren", true);
    var ofTypes = among(listed, "assettypes", scope.types().stream());
    var parameters =
        scope.sites().size() == 1
            ? ofTypes.with("site_id", scope.sites().iterator().next().value())
            : ofTypes;
    return page("Asset", "assets", parameters, row -> new AssetRow(row).listed());
  }

  @Override
  public Page<Ticket> tickets(PageQuery query) {
    var scope = query.scope().tickets();
    var listed = parameters(query).with("includeassetkeyfield", true);
    var ofClients = among(listed, "client_ids", scope.clients().stream().map(ClientId::value));
    var ofTypes = among(ofClients, "requesttype", scope.types().stream());
    var parameters = query.openedSince().map(since -> opened(ofTypes, since)).orElse(ofTypes);
    return switch (query.section()) {
      case OPEN -> tickets(query, parameters.with("open_only", true), false);
      case CLOSED -> tickets(query, parameters.with("closed_only", true), true);
      case ALL ->
          throw new IllegalArgumentException(
              "tickets are listed by " + Section.OPEN + " and closed");
    };
  }

  @Override
  public Page<Invoice> invoices(PageQuery query) {
    var all = parameters(new PageQuery(query.number(), query.section(), Optional.empty()));
    return page("Invoice", "invoices", all, row -> new InvoiceRow(row).toDomain());
  }

  /// Halo takes the moments to be those of a time zone that it does not tell.
  private static Query opened(Query parameters, Instant since) {
    return parameters
        .with("datesearch", "dateoccurred")
        .with("startdate", since.minus(Duration.ofDays(1)).truncatedTo(ChronoUnit.SECONDS))
        .with("enddate", END_OF_TIME);
  }

  private Page<Ticket> tickets(PageQuery query, Query parameters, boolean closed) {
    var listing = Listing.of(client.get("Tickets", parameters), "Tickets", "tickets");
    var page = listing.page(row -> new TicketRow(row).listed(closed));
    return query.openedSince().isEmpty()
        ? page
        : new Page<>(page.total(), page.rows(), page.rejected(), unasked(query, listing));
  }

  /// Halo filters by the date that it has for the opening itself, which may lie ahead.
  private static int unasked(PageQuery query, Listing listing) {
    var old =
        listing.readable(row -> new TicketRow(row).occurredAt()).stream()
            .flatMap(Optional::stream)
            .filter(query::leavesOut)
            .toList();
    return old.size();
  }

  @Override
  public long countTickets(Section section) {
    var one = Query.of("pageinate", true).with("page_size", 1).with("page_no", 1);
    var parameters =
        switch (section) {
          case OPEN -> one.with("open_only", true);
          case CLOSED -> one.with("closed_only", true);
          case ALL -> one;
        };
    return Listing.of(client.get("Tickets", parameters), "Tickets", "tickets").total();
  }

  @Override
  public Optional<Instant> clock() {
    return client.clock();
  }

  @Override
  public long calls() {
    return client.sent();
  }

  @Override
  public Duration timeFor(long calls, Duration pace) {
    return client.timeFor(calls, pace);
  }

  @Override
  public Conversation conversation(TicketId ticket) {
    var parameters =
        Query.of("ticket_id", ticket).with("count", ALL_NOTES).with("includehtmlnote", true);
    var listing = Listing.of(client.get("Actions", parameters), "Actions", "actions");
    var page = listing.page(row -> new NoteRow(row).of(ticket));
    var order = Comparator.comparing(Note::at).thenComparingLong(note -> note.id().value());
    return new Conversation(
        new Page<>(page.total(), page.rows().stream().sorted(order).toList(), page.rejected()),
        files(ticket, listing, page));
  }

  /// Notes that did not come may have files: only of a whole conversation is it known to have none.
  private Optional<List<Attachment>> files(TicketId ticket, Listing listing, Page<Note> page) {
    if (listing.items().stream().anyMatch(HttpHaloTenant::mayHaveFiles)) {
      return attachments(ticket);
    }
    var readable = page.rows().stream().map(Note::id).distinct().count();
    var unreadable = page.rejected().stream().distinct().count();
    return readable + unreadable < page.total() ? Optional.empty() : Optional.of(List.of());
  }

  /// A note that does not say how many files it has may have some.
  private static boolean mayHaveFiles(JsonNode note) {
    try {
      return Row.of(note).map(row -> row.count("attachment_count").orElse(1) > 0).orElse(false);
    } catch (Row.Unreadable strange) {
      return true;
    }
  }

  /// Who may not read files may read notes all the same. What is unreadable of a file is left out.
  private Optional<List<Attachment>> attachments(TicketId ticket) {
    try {
      var answer = client.get("Attachment", Query.of("ticket_id", ticket));
      var listing = Listing.of(answer, "Attachment", "attachments");
      return Optional.of(listing.readable(row -> new AttachmentRow(row).of(ticket)));
    } catch (HaloUnavailable refused) {
      if (refused.reason() == HaloUnavailable.Cause.FORBIDDEN) {
        return Optional.empty();
      }
      throw refused;
    }
  }

  @Override
  public Optional<Ticket> findTicket(TicketId id) {
    return find("Tickets", id.value(), DETAILS, HttpHaloTenant::living)
        .flatMap(Function.identity());
  }

  private static Optional<Ticket> living(Row row) {
    var ticket = new TicketRow(row);
    return ticket.isDeleted() ? Optional.empty() : Optional.of(ticket.detailed());
  }

  @Override
  public Optional<Client> findClient(ClientId id) {
    return find("Client", id.value(), DETAILS, row -> new ClientRow(row).detailed());
  }

  @Override
  public Optional<Site> findSite(SiteId id) {
    return find("Site", id.value(), DETAILS, row -> new SiteRow(row).toDomain());
  }

  @Override
  public Optional<Contact> findContact(ContactId id) {
    return find("Users", id.value(), DETAILS, row -> new ContactRow(row).toDomain());
  }

  @Override
  public Optional<Asset> findAsset(AssetId id) {
    var parameters = DETAILS.with("includehierarchy", true);
    return find("Asset", id.value(), parameters, row -> new AssetRow(row).detailed());
  }

  @Override
  public Optional<Invoice> findInvoice(InvoiceId id) {
    return find("Invoice", id.value(), DETAILS, row -> new InvoiceRow(row).toDomain());
  }

  @Override
  public HaloTenant believed() {
    return new HttpHaloTenant(client.believing());
  }

  private <T> Page<T> page(String resource, String key, Query query, Function<Row, T> reading) {
    return Listing.of(client.get(resource, query), resource, key).page(reading);
  }

  private <T> Optional<T> find(String resource, long id, Query query, Function<Row, T> reading) {
    try {
      return client.find(resource, id, query).map(reading);
    } catch (Row.Unreadable strange) {
      throw Failures.unreadable("GET /" + resource, String.valueOf(strange.getMessage()));
    }
  }

  private static Query withRetired(PageQuery query) {
    return parameters(query).withRetired();
  }

  private static Query listed(PageQuery query, boolean retired) {
    return parameters(query).with("includeactive", true).with("includeinactive", retired);
  }

  /// Only records with one of these numbers; any if there are none.
  private static Query among(Query query, String name, Stream<Long> numbers) {
    var list = numbers.sorted().map(String::valueOf).collect(Collectors.joining(","));
    return list.isEmpty() ? query : query.with(name, list);
  }

  /// Sorted by id, since rows move between pages when the list is sorted by anything that changes.
  private static Query parameters(PageQuery query) {
    var parameters =
        Query.of("pageinate", true)
            .with("page_size", PAGE_SIZE)
            .with("page_no", query.number())
            .with("order", "id")
            .with("orderdesc", false);
    return query
        .changedSince()
        .map(since -> parameters.with("lastupdatefromdate", since.truncatedTo(ChronoUnit.SECONDS)))
        .orElse(parameters);
  }
}
