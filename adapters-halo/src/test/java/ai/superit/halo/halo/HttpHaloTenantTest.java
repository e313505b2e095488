package ai.superit.halo.halo;

import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.sync.Page;
import ai.superit.halo.application.sync.PageQuery;
import ai.superit.halo.application.sync.PageQuery.Section;
import ai.superit.halo.domain.asset.Asset;
import ai.superit.halo.domain.asset.AssetId;
import ai.superit.halo.domain.client.Client;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.client.Invoice;
import ai.superit.halo.domain.client.InvoiceId;
import ai.superit.halo.domain.sync.Scope;
import ai.superit.halo.domain.ticket.Attachment;
import ai.superit.halo.domain.ticket.Lookup;
import ai.superit.halo.domain.ticket.Note;
import ai.superit.halo.domain.ticket.Ticket;
import ai.superit.halo.domain.ticket.Ticket.AssetLinks;
import ai.superit.halo.domain.ticket.TicketId;
import ai.superit.halo.simulator.Kind;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class HttpHaloTenantTest {
  private final SimulatedTenant simulated = new SimulatedTenant();

  @AfterEach
  void stop() {
    simulated.close();
  }

  @Test
  void every_record_of_every_list_arrives() {
    var counts = simulated.control().rowCounts();
    var tenant = simulated.tenant();

    assertThat(all(tenant::clients, Section.ALL)).hasSize(counts.clients());
    assertThat(all(tenant::sites, Section.ALL)).hasSize(counts.sites());
    assertThat(all(tenant::contacts, Section.ALL)).hasSize(counts.users());
    assertThat(all(tenant::assets, Section.ALL)).hasSize(counts.assets());
    assertThat(tickets()).hasSize(counts.tickets());
  }

  @Test
  void the_clock_of_the_tenant_is_told_by_its_answers() {
    var tenant = simulated.tenant();
    assertThat(tenant.clock()).isEmpty();

    tenant.clients(new PageQuery(1, Section.ALL, Optional.empty()));

    assertThat(tenant.clock().orElseThrow())
        .isBetween(Instant.now().minusSeconds(600), Instant.now().plusSeconds(600));
  }

  @Test
  void lists_are_the_same_as_the_records_themselves() {
    var tenant = simulated.tenant();

    assertThat(all(tenant::clients, Section.ALL))
        .allSatisfy(client ->
            assertThat(tenant.findClient(client.id()).orElseThrow())
                .usingRecursiveComparison()
                .ignoringFields("mainContact")
                .isEqualTo(client));
    assertThat(all(tenant::sites, Section.ALL))
        .allSatisfy(site -> assertThat(tenant.findSite(site.id())).contains(site));
    assertThat(all(tenant::contacts, Section.ALL))
        .allSatisfy(contact -> assertThat(tenant.findContact(contact.id())).contains(contact));
  }

  @Test
  void main_contacts_of_clients_are_known_from_their_own_page_and_unread_in_lists() {
    var tenant = simulated.tenant();

    var listed = all(tenant::clients, Section.ALL).getFirst();
    var found = tenant.findClient(listed.id()).orElseThrow();

    assertThat(listed.mainContact()).isEqualTo(new Client.MainContact.Unread());
    var contact = tenant.findContact(found.mainContact().id().orElseThrow()).orElseThrow();
    assertThat(contact.client()).contains(listed.id());
  }

  @Test
  void invoices_have_their_amounts_to_the_penny_and_their_dates() {
    var control = simulated.control();
    var fields =
        Map.of(
            "client_id",
            12,
            "invoicenumber",
            "A-7",
            "total",
            1234.5,
            "posted",
            true,
            "invoice_date",
            "2026-01-31",
            "duedate",
            "2124-02-29",
            "currency",
            "EUR");
    var id = control.create(Kind.INVOICE, fields);
    var tenant = simulated.tenant();

    var invoice = tenant.findInvoice(new InvoiceId(id)).orElseThrow();

    assertThat(invoice.client()).contains(new ClientId(12));
    assertThat(invoice.reference()).isEqualTo("A-7");
    assertThat(invoice.amounts())
        .isEqualTo(
            new Invoice.Amounts(
                Optional.of(new BigDecimal("1234.50")),
                Optional.of(new BigDecimal("1234.5")),
                "EUR"));
    assertThat(invoice.progress())
        .isEqualTo(
            new Invoice.Progress(
                Invoice.State.POSTED,
                Optional.of(Instant.parse("2026-01-31T00:00:00Z")),
                Optional.of(Instant.parse("2124-02-29T00:00:00Z")),
                Optional.empty()));
    assertThat(all(tenant::invoices, Section.ALL))
        .hasSizeGreaterThan(3)
        .allSatisfy(each -> assertThat(tenant.findInvoice(each.id())).contains(each))
        .contains(invoice);
  }

  @Test
  void an_invoice_comes_as_far_as_the_tenant_says() {
    var client = Map.of("client_id", 12, "total", 10);
    var paid = invoice(client, Map.of("posted", true, "datepaid", "2026-01-31"));
    var isVoid = invoice(client, Map.of("posted", true, "voided", true));

    assertThat(invoice(client, Map.of()).progress().state()).isEqualTo(Invoice.State.DRAFT);
    assertThat(paid.progress().state()).isEqualTo(Invoice.State.PAID);
    assertThat(isVoid.progress().state()).isEqualTo(Invoice.State.VOID);
  }

  private Invoice invoice(Map<String, ?> fields, Map<String, ?> more) {
    var all = new HashMap<String, Object>(fields);
    all.putAll(more);
    var id = simulated.control().create(Kind.INVOICE, all);
    return simulated.tenant().findInvoice(new InvoiceId(id)).orElseThrow();
  }

  @Test
  void only_assets_of_the_types_in_scope_are_sent() {
    var all = all(simulated.tenant()::assets, Section.ALL);
    var type = all.getFirst().kind().typeId();
    var wanted = all.stream().filter(asset -> asset.kind().typeId() == type).toList();
    var scope = new Scope(false, new Scope.Assets(false, Set.of(type)), Scope.EVERYTHING.tickets());
    var query = new PageQuery(1, Section.ALL, Optional.empty(), scope);

    assertThat(wanted).hasSizeLessThan(all.size());
    assertThat(simulated.tenant().assets(query).total()).isEqualTo(wanted.size());
  }

  @Test
  void tickets_have_the_values_that_the_tenant_has() {
    for (var ticket : tickets()) {
      var json = simulated.control().ticket((int) ticket.id().value());

      assertThat(ticket.text().summary()).isEqualTo(json.get("summary").stringValue());
      assertThat(ticket.text().details()).isEqualTo(json.get("details").stringValue());
      assertThat(ticket.parties().client().value()).isEqualTo(json.get("client_id").longValue());
      assertThat(ticket.parties().haloTeam()).isEqualTo(json.get("team").stringValue());
      assertThat(ticket.parties().agent().orElse(1L)).isEqualTo(json.get("agent_id").longValue());
      assertThat(ticket.state().status()).isEqualTo(json.get("status_id").longValue());
      assertThat(ticket.state().closed()).isEqualTo(json.get("hasbeenclosed").booleanValue());
      assertThat(ticket.times().openedAt()).isEqualTo(at(json, "dateoccurred"));
      assertThat(ticket.updatedAt().at()).isEqualTo(at(json, "last_update"));
      assertThat(ticket.times().closedAt().isPresent()).isEqualTo(ticket.state().closed());
    }
  }

  @Test
  void tickets_are_listed_by_their_opening_too() {
    var open = tickets().stream().filter(ticket -> !ticket.state().closed()).toList();
    var opened = open.stream().map(ticket -> ticket.times().openedAt()).sorted().toList();
    var middle = opened.get(opened.size() / 2);
    var query =
        new PageQuery(1, Section.OPEN, Optional.empty(), Optional.of(middle), Scope.EVERYTHING);

    var first = middle.minus(Duration.ofDays(1));
    assertThat(simulated.tenant().tickets(query).total())
        .isEqualTo(opened.stream().filter(at -> !at.isBefore(first)).count())
        .isLessThan(open.size());
  }

  @Test
  void a_planned_ticket_is_one_of_those_that_open_from_now_on() {
    var now = new PageQuery(1, Section.OPEN, Optional.empty());
    var planned = simulated.tenant().tickets(now).rows().getFirst().id();
    var ahead = Instant.now().plus(Duration.ofDays(40));
    var change = Map.<String, Object>of("dateoccurred", ahead.toString());
    simulated.control().change(Kind.TICKET, Math.toIntExact(planned.value()), change);
    var since = Optional.of(ahead.minus(Duration.ofDays(10)));

    var page =
        simulated
            .tenant()
            .tickets(new PageQuery(1, Section.OPEN, Optional.empty(), since, Scope.EVERYTHING));

    assertThat(page.rows()).extracting(Ticket::id).containsExactly(planned);
    assertThat(page.isUnasked()).isFalse();
  }

  @Test
  void a_ticket_by_its_number_names_all_its_assets() {
    var tagged =
        tickets().stream()
            .filter(ticket -> ticket.assets() instanceof AssetLinks.Tagged)
            .findFirst();

    var found = simulated.tenant().findTicket(tagged.orElseThrow().id()).orElseThrow();

    var asset = ((AssetLinks.Read) found.assets()).assets().iterator().next();
    assertThat(simulated.tenant().findAsset(asset).orElseThrow().tag())
        .isEqualTo(((AssetLinks.Tagged) tagged.get().assets()).tag());
    assertThat(withoutAssets(found)).isEqualTo(withoutAssets(tagged.get()));
  }

  @Test
  void relations_of_assets_are_the_same_from_both_ends_and_in_lists() {
    var assets = all(simulated.tenant()::assets, Section.ALL);
    var child =
        assets.stream().filter(asset -> !parents(asset).isEmpty()).findFirst().orElseThrow();

    var parent = simulated.tenant().findAsset(parents(child).iterator().next()).orElseThrow();

    assertThat(((Asset.Links.Read) parent.links()).children()).contains(child.id());
    assertThat(assets)
        .filteredOn(parentId -> parentId.id().equals(parent.id()))
        .allSatisfy(listed -> assertThat(listed.links()).isEqualTo(parent.links()));
  }

  @Test
  void fields_of_assets_are_known_from_their_own_page_and_unread_in_lists() {
    var listed = all(simulated.tenant()::assets, Section.ALL).getFirst();

    var found = simulated.tenant().findAsset(listed.id()).orElseThrow();

    assertThat(listed.kind().fields()).isEqualTo(new Asset.Fields.Unread());
    assertThat(found.kind().fields().values()).containsKeys("Model", "Serial Number");
  }

  @Test
  void the_status_of_an_asset_is_the_same_in_lists_and_on_its_own_page() {
    var asset = all(simulated.tenant()::assets, Section.ALL).getFirst().id();
    simulated.control().change(Kind.ASSET, (int) asset.value(), Map.of("status_id", 3));

    var listed = all(simulated.tenant()::assets, Section.ALL).getFirst();
    var found = simulated.tenant().findAsset(asset).orElseThrow();

    assertThat(listed.state().status()).contains("Retired");
    assertThat(found.state()).isEqualTo(listed.state());
  }

  @Test
  void custom_fields_of_assets_follow_their_fields() {
    var asset = all(simulated.tenant()::assets, Section.ALL).getFirst().id();
    var tables = List.of(Map.of("id", 1));
    simulated
        .control()
        .change(
            Kind.ASSET,
            (int) asset.value(),
            Map.of(
                "customfields",
                List.of(
                    Map.of("name", "CFRack", "label", "Rack", "value", 7, "display", "Rack 7"),
                    Map.of("name", "CFModel", "label", "Model", "value", "another"),
                    Map.of("name", "CFDisks", "value", tables, "display", ""),
                    Map.of("name", "CFFloor", "value", 3))));

    var fields = simulated.tenant().findAsset(asset).orElseThrow().kind().fields().values();

    assertThat(fields.keySet()).containsExactly("Model", "Serial Number", "Rack", "CFFloor");
    assertThat(fields).containsEntry("Rack", "Rack 7").containsEntry("CFFloor", "3");
    assertThat(fields.get("Model")).isNotEqualTo("another");
  }

  @Test
  void notes_come_with_their_sides() {
    var ticket = simulated.control().createTicket(ticketFields("Two notes"));
    simulated.control().addNote(ticket, "for us", true);
    simulated.control().addNote(ticket, Map.of("note", "from them", "actionby_user_id", 44));

    var notes = simulated.tenant().notes(new TicketId(ticket));

    assertThat(notes.rejected()).isEmpty();
    assertThat(notes.rows())
        .anySatisfy(note -> {
          assertThat(note.text()).isEqualTo("for us");
          assertThat(note.privateNote()).isTrue();
          assertThat(note.author().side()).isEqualTo(Note.Side.AGENT);
        });
    assertThat(notes.rows())
        .anySatisfy(note -> {
          assertThat(note.text()).isEqualTo("from them");
          assertThat(note.author().side()).isEqualTo(Note.Side.CONTACT);
        });
  }

  @Test
  void attachments_come_with_the_notes_that_have_any() {
    var ticket = simulated.control().createTicket(ticketFields("Files"));
    var note = simulated.control().addNote(ticket, "see the picture", false);
    var tenant = simulated.tenant();
    assertThat(tenant.conversation(new TicketId(ticket)).attachments()).contains(List.of());
    assertThat(tenant.calls()).as("no note has one").isEqualTo(1);
    var fields =
        Map.of(
            "ticket_id",
            ticket,
            "action_id",
            note,
            "filename",
            "a.png",
            "data_base64",
            "AAAA",
            "showforusers",
            false);
    var id = simulated.control().create(Kind.ATTACHMENT, fields);

    var read = tenant.conversation(new TicketId(ticket)).attachments().orElseThrow();

    var file = read.getFirst();
    assertThat(read).hasSize(1);
    assertThat(file.id().value()).isEqualTo(id);
    assertThat(file.note().orElseThrow().value()).isEqualTo(note);
    assertThat(file.file()).isEqualTo(new Attachment.File("a.png", Optional.of(3L), "image/png"));
    assertThat(file.hidden()).isTrue();
    assertThat(file.addedAt()).isPresent();
  }

  @Test
  void all_notes_of_all_tickets_arrive() {
    var notes =
        tickets().stream().mapToInt(ticket -> simulated.tenant().notes(ticket.id()).received());

    assertThat(notes.sum()).isEqualTo(simulated.control().rowCounts().actions());
  }

  @Test
  void halo_leaves_out_what_is_out_of_scope() {
    var tenant = simulated.tenant();
    var scope =
        new Scope(
            true,
            new Scope.Assets(true, Set.of()),
            new Scope.Tickets(
                new Scope.Since.Ever(), false, Set.of(new ClientId(12)), Set.of(1L, 2L)));
    simulated.control().change(Kind.CLIENT, 13, Map.of("inactive", true));

    var clients = tenant.clients(new PageQuery(1, Section.ALL, Optional.empty(), scope));
    var assets = tenant.assets(new PageQuery(1, Section.ALL, Optional.empty(), scope));
    var tickets = tenant.tickets(new PageQuery(1, Section.CLOSED, Optional.empty(), scope));

    assertThat(clients.total()).isEqualTo(simulated.control().rowCounts().clients() - 1);
    assertThat(clients.rows()).allMatch(Client::active);
    assertThat(assets.rows()).isNotEmpty().allMatch(Asset::active);
    assertThat(tickets.rows())
        .allSatisfy(ticket -> assertThat(scope.includes(ticket, Instant.now())).isTrue());
  }

  @Test
  void the_small_tables_name_what_tickets_refer_to() {
    var lookups = simulated.tenant().lookups().rows();

    assertThat(lookups).extracting(Lookup::kind).contains(Lookup.Kind.values());
    assertThat(lookups).doesNotHaveDuplicates();
    assertThat(lookups)
        .filteredOn(row -> row.kind() == Lookup.Kind.STATUS && row.id() == 9)
        .singleElement()
        .matches(Lookup::closing);
    assertThat(ids(lookups, Lookup.Kind.PRIORITY))
        .containsAll(
            tickets().stream().flatMap(ticket -> ticket.state().priority().stream()).toList());
  }

  @Test
  void every_call_waits_in_the_lane_it_was_asked_for() {
    simulated
        .halo
        .tenants()
        .tenant(simulated.connection, Lane.PERSON)
        .findTicket(new TicketId(10_001));

    assertThat(simulated.budget.granted).containsExactly(Lane.PERSON, Lane.PERSON);
  }

  private List<Ticket> tickets() {
    var tickets = new ArrayList<>(all(simulated.tenant()::tickets, Section.OPEN));
    tickets.addAll(all(simulated.tenant()::tickets, Section.CLOSED));
    return tickets;
  }

  private static <T> List<T> all(Function<PageQuery, Page<T>> list, Section section) {
    var rows = new ArrayList<T>();
    var query = new PageQuery(1, section, Optional.empty());
    var page = list.apply(query);
    while (page.received() > 0) {
      assertThat(page.rejected()).isEmpty();
      rows.addAll(page.rows());
      query = query.at(query.number() + 1);
      page = list.apply(query);
    }
    return rows;
  }

  private static Map<String, ?> ticketFields(String summary) {
    return Map.of("summary", summary, "client_id", 12, "site_id", 18, "tickettype_id", 1);
  }

  private static Ticket withoutAssets(Ticket ticket) {
    return new Ticket(
        ticket.id(),
        ticket.text(),
        ticket.parties(),
        ticket.state(),
        ticket.times(),
        new AssetLinks.Unread());
  }

  private static Set<AssetId> parents(Asset asset) {
    return asset.links() instanceof Asset.Links.Read read ? read.parents() : Set.of();
  }

  private static List<Long> ids(List<Lookup> lookups, Lookup.Kind kind) {
    return lookups.stream().filter(row -> row.kind() == kind).map(Lookup::id).toList();
  }

  private static Instant at(JsonNode json, String name) {
    return HaloTime.find(json.get(name).stringValue()).orElseThrow();
  }
}
