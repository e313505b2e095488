package ai.superit.halo.application.testing;

import static ai.superit.halo.domain.testing.AssetBuilder.anAsset;
import static ai.superit.halo.domain.testing.AssetBuilder.assetIds;
import static ai.superit.halo.domain.testing.ClientBuilder.aClient;
import static ai.superit.halo.domain.testing.ContactBuilder.aContact;
import static ai.superit.halo.domain.testing.InvoiceBuilder.anInvoice;
import static ai.superit.halo.domain.testing.Moments.NOON;
import static ai.superit.halo.domain.testing.SiteBuilder.aSite;
import static ai.superit.halo.domain.testing.TicketBuilder.aTicket;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.PageArgs;
import ai.superit.halo.application.sync.Comparisons;
import ai.superit.halo.application.sync.Comparisons.Counts;
import ai.superit.halo.application.sync.Comparisons.Listed;
import ai.superit.halo.application.sync.Comparisons.Report;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.Difference;
import ai.superit.halo.domain.sync.Difference.Kind;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.SyncMode;
import ai.superit.halo.domain.sync.SyncRun;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What every store does that compares.
public interface ComparisonsContract extends StoreContract {
  Instant LATER = Instant.parse("2100-01-01T00:00:00Z");
  Instant LONG_AGO = Instant.parse("2000-01-01T00:00:00Z");

  @Test
  default void records_that_are_the_same_do_not_differ() {
    var acme = connected("acme");
    var client = aClient(1).mainSite(2).mainContact(3).build();
    var site = aSite(2).build();
    var contact = aContact(3).at(2).build();
    var asset = anAsset(4).with(Map.of("OS", "none")).related(Set.of(), assetIds(5)).build();
    var ticket = aTicket(6).about(assetIds(4)).assignedTo(7).closed();
    store().mirror().storeClients(acme, List.of(client), FIRST);
    store().mirror().storeSites(acme, List.of(site), FIRST);
    store().mirror().storeContacts(acme, List.of(contact), FIRST);
    store().mirror().storeAssets(acme, List.of(asset), FIRST);
    tickets(acme, TO_BLUE, ticket);

    assertThat(comparisons().clients(acme, List.of(client), LATER)).isEmpty();
    assertThat(comparisons().sites(acme, List.of(site), LATER)).isEmpty();
    assertThat(comparisons().contacts(acme, List.of(contact), LATER)).isEmpty();
    assertThat(comparisons().assets(acme, List.of(asset), LATER)).isEmpty();
    assertThat(comparisons().tickets(acme, List.of(ticket.build()), LATER)).isEmpty();
  }

  @Test
  default void invoices_differ_by_amounts_and_not_by_how_those_are_written() {
    var acme = connected("acme");
    store()
        .mirror()
        .storeInvoices(acme, List.of(anInvoice(7).over("10.50", "1E+1").build()), FIRST);

    var same = List.of(anInvoice(7).over("10.5", "10").build());
    var paid = List.of(anInvoice(7).over("10.5", "0").build(), anInvoice(8).build());

    assertThat(comparisons().invoices(acme, same, LATER)).isEmpty();
    assertThat(comparisons().invoices(acme, paid, LATER))
        .isEqualTo(Map.of(7L, List.of("outstanding"), 8L, List.of()));
  }

  @Test
  default void fields_that_differ_are_named() {
    var acme = connected("acme");
    clients(acme, aClient(1).named("Bakery"));
    store().mirror().storeSites(acme, List.of(aSite(2).named("Hall").build()), FIRST);
    store().mirror().storeContacts(acme, List.of(aContact(3).named("Bea").build()), FIRST);
    store()
        .mirror()
        .storeAssets(acme, List.of(anAsset(4).tagged("A-4").inStatus("Lost").build()), FIRST);
    tickets(acme, UNROUTED, aTicket(5).status(1));

    var client = aClient(1).named("Bakery").inactive().mainSite(9).mainContact(8).build();
    assertThat(comparisons().clients(acme, List.of(client), LATER))
        .isEqualTo(Map.of(1L, List.of("active", "mainSiteId", "mainContactId")));
    var asset = anAsset(4).tagged("A-5").inStatus("Found").build();
    assertThat(comparisons().sites(acme, List.of(aSite(2).named("Halls").build()), LATER))
        .isEqualTo(Map.of(2L, List.of("name")));
    assertThat(comparisons().contacts(acme, List.of(aContact(3).named("Bo").at(8).build()), LATER))
        .isEqualTo(Map.of(3L, List.of("siteId", "name")));
    assertThat(comparisons().assets(acme, List.of(asset), LATER))
        .isEqualTo(Map.of(4L, List.of("tag", "status")));
    var ticket = aTicket(5).status(2).priority(3).changed(9).build();
    assertThat(comparisons().tickets(acme, List.of(ticket), LATER))
        .isEqualTo(Map.of(5L, List.of("statusId", "priorityId", "updatedAt")));
  }

  @Test
  default void what_a_list_does_not_show_is_not_compared() {
    var acme = connected("acme");
    var whole = anAsset(4).inStatus("Lost").related(Set.of(), assetIds(5)).build();
    store().mirror().storeAssets(acme, List.of(whole), FIRST);

    clients(acme, aClient(1).mainContact(3));

    assertThat(comparisons().assets(acme, List.of(anAsset(4).withoutFields().build()), LATER))
        .isEmpty();
    assertThat(comparisons().clients(acme, List.of(aClient(1).build()), LATER)).isEmpty();
  }

  @Test
  default void a_record_that_is_not_there_or_deleted_is_missing() {
    var acme = connected("acme");
    clients(acme, aClient(1), aClient(2));
    clients(connected("beta"), aClient(3));
    store().mirror().retire(acme, new ObjectRef(ObjectRef.Kind.CLIENT, 2), SECOND);

    var sent = List.of(aClient(1).build(), aClient(2).build(), aClient(3).build());
    assertThat(comparisons().clients(acme, sent, LATER))
        .isEqualTo(Map.of(2L, List.of(), 3L, List.of()));
  }

  @Test
  default void what_was_stored_meanwhile_is_taken_for_equal() {
    var acme = connected("acme");
    clients(acme, aClient(1).named("Bakery"));

    assertThat(comparisons().clients(acme, List.of(aClient(1).named("Old").build()), LONG_AGO))
        .isEmpty();
  }

  @Test
  default void the_newest_report_of_each_resource_is_kept() {
    var acme = connected("acme");
    keep(acme, Resource.TICKETS, 1);
    var tickets = keep(acme, Resource.TICKETS, 2);
    var clients = keep(acme, Resource.CLIENTS, 3);
    keep(connected("beta"), Resource.SITES, 4);

    assertThat(comparisons().list(acme))
        .containsExactly(
            new Report(Resource.CLIENTS, clients.id(), counts(3)),
            new Report(Resource.TICKETS, tickets.id(), counts(2)));
  }

  @Test
  default void differences_are_paged_in_their_order_until_the_report_is_replaced() {
    var acme = connected("acme");
    var first = keep(acme, Resource.CLIENTS, 1, difference(7, "name", "active"), difference(8));
    keep(acme, Resource.SITES, 1, difference(9));
    var listed = differences(acme, first, PageArgs.first(10));

    assertThat(listed)
        .extracting(Listed::difference)
        .containsExactly(difference(7, "name", "active"), difference(8));
    Pages.assertWalks(
        listed,
        page -> comparisons().differences(acme, Resource.CLIENTS, first.id(), page),
        Listed::position);
    var second = keep(acme, Resource.CLIENTS, 2, difference(6));
    assertThat(differences(acme, first, PageArgs.first(10))).isEmpty();
    assertThat(differences(acme, second, PageArgs.first(10))).hasSize(1);
  }

  private List<Listed> differences(ConnectionId connection, SyncRun run, PageArgs<Long> page) {
    return comparisons().differences(connection, run.resource(), run.id(), page).rows();
  }

  private SyncRun keep(
      ConnectionId connection, Resource resource, long number, Difference... differences) {
    var run = SyncRun.begun(connection, resource, SyncMode.COMPARE, NOON);
    comparisons().keep(run, counts(number), List.of(differences));
    return run;
  }

  private static Counts counts(long number) {
    return new Counts(number, number + 1, number + 2, number + 3, number + 4, number + 5);
  }

  private static Difference difference(long id, String... fields) {
    var kind = fields.length == 0 ? Kind.MISSING_HERE : Kind.DIFFERENT;
    return new Difference(kind, String.valueOf(id), List.of(fields));
  }

  private Comparisons comparisons() {
    return store().comparisons();
  }
}
