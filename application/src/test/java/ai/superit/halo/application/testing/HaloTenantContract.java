package ai.superit.halo.application.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.superit.halo.application.sync.HaloTenant;
import ai.superit.halo.application.sync.Page;
import ai.superit.halo.application.sync.PageQuery;
import ai.superit.halo.application.sync.PageQuery.Section;
import ai.superit.halo.application.sync.RejectedRow;
import ai.superit.halo.application.sync.UnreadableRecord;
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
import ai.superit.halo.domain.sync.Scope;
import ai.superit.halo.domain.ticket.Attachment;
import ai.superit.halo.domain.ticket.Lookup;
import ai.superit.halo.domain.ticket.Note;
import ai.superit.halo.domain.ticket.Ticket;
import ai.superit.halo.domain.ticket.TicketId;
import ai.superit.halo.domain.webhook.ObjectRef;
import ai.superit.halo.domain.webhook.ObjectRef.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What everybody sees who reads the records of a tenant. Tests may follow one another on the same
/// tenant, and leave their records behind.
public interface HaloTenantContract {
  int MOST_ON_A_PAGE = 100;

  /// A number that no record has.
  long NOBODY = 999_999_999;

  /// Of records in use.
  Scope IN_USE = new Scope(true, new Scope.Assets(true, Set.of()), Scope.EVERYTHING.tickets());

  TenantUnderTest halo();

  @ParameterizedTest
  @EnumSource
  default void every_record_comes_once_by_its_number_on_pages_of_a_hundred(Kind kind) {
    var before = ids(kind);
    var added = IntStream.range(0, 120).mapToObj(_ -> halo().add(kind).id()).toList();

    for (var section : sections(kind)) {
      var listed = pages(kind, section);
      var rows = listed.stream().flatMap(page -> page.rows().stream()).map(this::id).toList();
      assertThat(rows).doesNotHaveDuplicates().isSorted();
      assertThat(listed)
          .allSatisfy(page -> {
            assertThat(page.received()).isLessThanOrEqualTo(MOST_ON_A_PAGE);
            assertThat(page.total()).isEqualTo(listed.stream().mapToInt(Page::received).sum());
            assertThat(page.unasked()).isZero();
          });
    }
    var all = new ArrayList<>(before);
    all.addAll(added);
    assertThat(ids(kind)).containsExactlyInAnyOrderElementsOf(all);
  }

  @ParameterizedTest
  @EnumSource
  default void a_record_by_its_number_is_the_one_of_the_list(Kind kind) {
    var record = halo().add(kind);

    assertThat(find(record).orElseThrow())
        .usingRecursiveComparison()
        .ignoringFields("mainContact", "kind.fields", "state.status", "links", "assets")
        .isEqualTo(listed(record).orElseThrow());
  }

  @Test
  default void a_record_by_its_number_shows_what_lists_need_not() {
    var ticket = new TicketId(halo().add(Kind.TICKET).id());
    var asset = new AssetId(halo().add(Kind.ASSET).id());
    var client = new ClientId(halo().add(Kind.CLIENT).id());
    var without = tenant().findTicket(ticket).orElseThrow();
    halo().tie(ticket, asset);

    assertThat(without.assets()).isEqualTo(new Ticket.AssetLinks.Read(Set.of()));
    assertThat(tenant().findTicket(ticket).orElseThrow().assets())
        .isEqualTo(new Ticket.AssetLinks.Read(Set.of(asset)));
    var found = tenant().findAsset(asset).orElseThrow();
    assertThat(found.links()).isEqualTo(new Asset.Links.Read(Set.of(), Set.of()));
    assertThat(found.kind().fields()).isInstanceOf(Asset.Fields.Read.class);
    assertThat(tenant().findClient(client).orElseThrow().mainContact())
        .isEqualTo(new Client.MainContact.Read(Optional.empty()));
  }

  @Test
  default void lists_do_not_show_all_assets_of_a_ticket_nor_what_is_known_of_an_asset() {
    var ticket = halo().add(Kind.TICKET);
    var asset = halo().add(Kind.ASSET);
    halo().tie(new TicketId(ticket.id()), new AssetId(asset.id()));

    assertThat(((Ticket) listed(ticket).orElseThrow()).assets())
        .isNotInstanceOf(Ticket.AssetLinks.Read.class);
    assertThat(((Asset) listed(asset).orElseThrow()).kind().fields())
        .isEqualTo(new Asset.Fields.Unread());
  }

  @ParameterizedTest
  @EnumSource
  default void what_is_unknown_or_deleted_is_neither_found_nor_listed(Kind kind) {
    var record = halo().add(kind);
    halo().delete(record);

    assertThat(find(new ObjectRef(kind, NOBODY))).isEmpty();
    assertThat(find(record)).isEmpty();
    assertThat(ids(kind)).doesNotContain(record.id());
  }

  @ParameterizedTest
  @EnumSource
  default void what_is_believed_to_be_deleted_costs_one_call(Kind kind) {
    var there = halo().add(kind);
    var gone = halo().add(kind);
    halo().delete(gone);
    var tenant = tenant().believed();
    var before = tenant.calls();

    assertThat(find(tenant, there)).isPresent();
    assertThat(find(tenant, gone)).isEmpty();
    assertThat(tenant.calls() - before).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(names = {"CLIENT", "SITE", "CONTACT", "ASSET"})
  default void retired_records_are_listed_and_found(Kind kind) {
    var record = halo().add(kind);
    halo().retire(record);

    assertThat(isActive(listed(record).orElseThrow())).isFalse();
    assertThat(isActive(find(record).orElseThrow())).isFalse();
  }

  /// Tenants may list more than that.
  @ParameterizedTest
  @EnumSource(names = {"CLIENT", "SITE", "CONTACT", "ASSET"})
  default void a_scope_leaves_out_nothing_that_is_in_it(Kind kind) {
    var used = halo().add(kind);

    var all = rows(kind, new PageQuery(1, Section.ALL, Optional.empty(), IN_USE));

    assertThat(all).extracting(this::id).contains(used.id());
  }

  @ParameterizedTest
  @EnumSource(names = "INVOICE", mode = EnumSource.Mode.EXCLUDE)
  default void only_what_changed_since_then_is_listed(Kind kind) {
    var untouched = halo().add(kind);
    var changed = halo().add(kind);
    var since = halo().later();
    halo().change(changed);
    var added = halo().add(kind);

    assertThat(rows(kind, new PageQuery(1, sections(kind).getFirst(), Optional.of(since))))
        .extracting(this::id)
        .contains(changed.id(), added.id())
        .doesNotContain(untouched.id());
    var soon = halo().later();
    assertThat(list(kind, new PageQuery(1, sections(kind).getFirst(), Optional.of(soon))).total())
        .isZero();
  }

  @Test
  default void invoices_are_always_all_listed() {
    var invoice = halo().add(Kind.INVOICE);
    var since = halo().later();

    assertThat(rows(Kind.INVOICE, new PageQuery(1, Section.ALL, Optional.of(since))))
        .extracting(this::id)
        .contains(invoice.id())
        .hasSameSizeAs(ids(Kind.INVOICE));
  }

  @Test
  default void a_ticket_is_in_the_section_of_its_state() {
    var open = halo().add(Kind.TICKET);
    var closed = halo().add(Kind.TICKET);
    halo().close(new TicketId(closed.id()));

    assertThat(ids(Kind.TICKET, Section.OPEN)).contains(open.id()).doesNotContain(closed.id());
    assertThat(ids(Kind.TICKET, Section.CLOSED)).contains(closed.id()).doesNotContain(open.id());
    assertThat(tenant().findTicket(new TicketId(closed.id())).orElseThrow().state().closed())
        .isTrue();
    assertThatThrownBy(() -> tenant().tickets(new PageQuery(1, Section.ALL, Optional.empty())))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  default void tickets_are_counted_as_they_are_listed() {
    halo().close(new TicketId(halo().add(Kind.TICKET).id()));
    halo().add(Kind.TICKET);
    halo().delete(halo().add(Kind.TICKET));

    var open = tenant().countTickets(Section.OPEN);
    var closed = tenant().countTickets(Section.CLOSED);

    assertThat(open).isEqualTo(received(Kind.TICKET, Section.OPEN)).isPositive();
    assertThat(closed).isEqualTo(received(Kind.TICKET, Section.CLOSED)).isPositive();
    assertThat(tenant().countTickets(Section.ALL)).isEqualTo(open + closed);
  }

  @Test
  default void tickets_are_listed_by_their_opening_give_or_take_a_day() {
    var since = halo().later();
    var old = halo().addTicket(since.minus(Duration.ofDays(4)));
    var fresh = halo().addTicket(since);

    var query =
        new PageQuery(1, Section.OPEN, Optional.empty(), Optional.of(since), Scope.EVERYTHING);

    assertThat(rows(Kind.TICKET, query))
        .extracting(this::id)
        .contains(fresh.value())
        .doesNotContain(old.value());
    assertThat(list(Kind.TICKET, query).isUnasked()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  default void an_unreadable_record_is_rejected_alone_and_with_its_reason(Kind kind) {
    var record = halo().add(kind);
    var good = halo().add(kind);
    halo().spoil(record);

    var pages = sections(kind).stream().flatMap(section -> pages(kind, section).stream()).toList();
    var rejected =
        pages.stream()
            .flatMap(page -> page.rejected().stream())
            .filter(row -> row.key().equals(Long.toString(record.id())))
            .toList();

    assertThat(rejected).hasSize(1);
    assertThat(rejected.getFirst().reason()).isNotBlank();
    assertThat(rejected.getFirst().raw()).contains(Long.toString(record.id()));
    assertThat(ids(kind)).contains(good.id()).doesNotContain(record.id());
    assertThat(catchThrowableOfType(UnreadableRecord.class, () -> find(record)).flaw())
        .isEqualTo(rejected.getFirst().reason());
  }

  @Test
  default void all_notes_of_a_ticket_come_oldest_first() {
    var ticket = new TicketId(halo().add(Kind.TICKET).id());
    var other = new TicketId(halo().add(Kind.TICKET).id());
    var noon = halo().later();
    var second = halo().addNote(ticket, "for us", true, noon);
    halo().addNote(other, "elsewhere", false, noon);
    var first = halo().addNote(ticket, "for them", false, noon.minusSeconds(60));

    var notes = tenant().notes(ticket);

    assertThat(notes.total()).isEqualTo(2);
    assertThat(notes.rows()).isSortedAccordingTo(Comparator.comparing(Note::at));
    assertThat(notes.rows()).extracting(Note::id).containsExactly(first, second);
    assertThat(notes.rows()).extracting(Note::text).containsExactly("for them", "for us");
    assertThat(notes.rows()).extracting(Note::privateNote).containsExactly(false, true);
    assertThat(notes.rows()).extracting(Note::ticket).containsOnly(ticket);
  }

  @Test
  default void a_ticket_without_notes_has_none() {
    var ticket = new TicketId(halo().add(Kind.TICKET).id());

    var conversation = tenant().conversation(ticket);

    assertThat(conversation.notes()).isEqualTo(new Page<Note>(0, List.of(), List.of()));
    assertThat(conversation.attachments()).contains(List.of());
  }

  @Test
  default void an_unreadable_note_is_rejected_alone_and_with_its_reason() {
    var ticket = new TicketId(halo().add(Kind.TICKET).id());
    var spoilt = halo().addSpoiltNote(ticket);
    var good = halo().addNote(ticket, "all is well", false, halo().later());

    var notes = tenant().notes(ticket);

    assertThat(notes.total()).isEqualTo(2);
    assertThat(notes.rows()).extracting(Note::id).containsExactly(good);
    assertThat(notes.rejected()).extracting(RejectedRow::key).containsExactly("" + spoilt.value());
    assertThat(notes.rejected().getFirst().reason()).isNotBlank();
  }

  @Test
  default void files_come_with_the_notes() {
    var ticket = new TicketId(halo().add(Kind.TICKET).id());
    var note = halo().addNote(ticket, "see the picture", false, halo().later());
    var before = tenant().conversation(ticket).attachments();
    halo().attach(ticket, note, "a.png");

    var files = tenant().conversation(ticket).attachments().orElseThrow();

    assertThat(before).contains(List.of());
    assertThat(files).extracting(file -> file.file().name()).containsExactly("a.png");
    assertThat(files).extracting(Attachment::note).containsExactly(Optional.of(note));
  }

  @Test
  default void notes_that_did_not_come_may_have_files() {
    var ticket = new TicketId(halo().add(Kind.TICKET).id());
    halo().addNote(ticket, "the first of some", false, halo().later());
    halo().withholdNotes();

    var conversation = tenant().conversation(ticket);

    assertThat(conversation.notes().total()).isGreaterThan(conversation.notes().received());
    assertThat(conversation.attachments()).isEmpty();
    var whole = tenant().conversation(ticket);
    assertThat(whole.notes().total()).isEqualTo(whole.notes().received()).isEqualTo(1);
    assertThat(whole.attachments()).contains(List.of());
  }

  @Test
  default void each_row_of_the_small_tables_comes_once() {
    var lookups = tenant().lookups();

    assertThat(lookups.rows()).extracting(Lookup::kind).contains(Lookup.Kind.values());
    assertThat(lookups.rows())
        .extracting(row -> row.kind() + " " + row.id())
        .doesNotHaveDuplicates();
    assertThat(lookups.rows())
        .filteredOn(Lookup::closing)
        .isNotEmpty()
        .allMatch(row -> row.kind() == Lookup.Kind.STATUS);
    assertThat(lookups.total()).isEqualTo(lookups.rows().size());
  }

  @Test
  default void every_call_is_counted() {
    var ticket = new TicketId(halo().add(Kind.TICKET).id());
    var tenant = tenant();
    var before = tenant.calls();

    tenant.clients(new PageQuery(1, Section.ALL, Optional.empty()));
    tenant.countTickets(Section.OPEN);
    assertThat(tenant.findTicket(ticket)).isPresent();
    assertThat(tenant.notes(ticket).rows()).isEmpty();

    assertThat(tenant.calls() - before).isEqualTo(4);
    tenant.lookups();
    assertThat(tenant.calls() - before).isGreaterThan(4);
  }

  private HaloTenant tenant() {
    return halo().tenant();
  }

  private static List<Section> sections(Kind kind) {
    return kind == Kind.TICKET ? List.of(Section.OPEN, Section.CLOSED) : List.of(Section.ALL);
  }

  /// Readable or not.
  private long received(Kind kind, Section section) {
    return pages(kind, section).stream().mapToLong(Page::received).sum();
  }

  private List<Long> ids(Kind kind) {
    return sections(kind).stream().flatMap(section -> ids(kind, section).stream()).toList();
  }

  private List<Long> ids(Kind kind, Section section) {
    return rows(kind, new PageQuery(1, section, Optional.empty())).stream().map(this::id).toList();
  }

  private Optional<Object> listed(ObjectRef record) {
    return sections(record.kind()).stream()
        .flatMap(
            section -> rows(record.kind(), new PageQuery(1, section, Optional.empty())).stream())
        .filter(row -> id(row) == record.id())
        .findFirst();
  }

  private List<Object> rows(Kind kind, PageQuery query) {
    return pages(kind, query).stream().<Object>flatMap(page -> page.rows().stream()).toList();
  }

  private List<Page<?>> pages(Kind kind, Section section) {
    return pages(kind, new PageQuery(1, section, Optional.empty()));
  }

  /// Up to the first one without rows.
  private List<Page<?>> pages(Kind kind, PageQuery first) {
    var pages = new ArrayList<Page<?>>();
    var query = first;
    for (var page = list(kind, query); page.received() > 0; page = list(kind, query)) {
      pages.add(page);
      query = query.at(query.number() + 1);
    }
    return pages;
  }

  private Page<?> list(Kind kind, PageQuery query) {
    return switch (kind) {
      case TICKET -> tenant().tickets(query);
      case CLIENT -> tenant().clients(query);
      case SITE -> tenant().sites(query);
      case CONTACT -> tenant().contacts(query);
      case ASSET -> tenant().assets(query);
      case INVOICE -> tenant().invoices(query);
    };
  }

  private Optional<?> find(ObjectRef record) {
    return find(tenant(), record);
  }

  private static Optional<?> find(HaloTenant tenant, ObjectRef record) {
    return switch (record.kind()) {
      case TICKET -> tenant.findTicket(new TicketId(record.id()));
      case CLIENT -> tenant.findClient(new ClientId(record.id()));
      case SITE -> tenant.findSite(new SiteId(record.id()));
      case CONTACT -> tenant.findContact(new ContactId(record.id()));
      case ASSET -> tenant.findAsset(new AssetId(record.id()));
      case INVOICE -> tenant.findInvoice(new InvoiceId(record.id()));
    };
  }

  private long id(Object row) {
    return switch (row) {
      case Ticket ticket -> ticket.id().value();
      case Client client -> client.id().value();
      case Site site -> site.id().value();
      case Contact contact -> contact.id().value();
      case Asset asset -> asset.id().value();
      case Invoice invoice -> invoice.id().value();
      default -> throw new IllegalArgumentException("no record: " + row);
    };
  }

  private static boolean isActive(Object row) {
    return switch (row) {
      case Client client -> client.active();
      case Site site -> site.active();
      case Contact contact -> contact.active();
      case Asset asset -> asset.active();
      default -> throw new IllegalArgumentException("never out of use: " + row);
    };
  }
}
