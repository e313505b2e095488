package ai.superit.halo.application.sync;

import static ai.superit.halo.application.testing.MirroredConnection.MANAGERS;
import static ai.superit.halo.domain.testing.AssetBuilder.anAsset;
import static ai.superit.halo.domain.testing.AssetBuilder.assetIds;
import static ai.superit.halo.domain.testing.AttachmentBuilder.anAttachment;
import static ai.superit.halo.domain.testing.Moments.minute;
import static ai.superit.halo.domain.testing.NoteBuilder.aNote;
import static ai.superit.halo.domain.testing.TicketBuilder.aTicket;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.superit.halo.application.PageArgs;
import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.sync.FillDueNotes.Filled;
import ai.superit.halo.application.testing.InMemoryHaloTenant;
import ai.superit.halo.application.testing.InMemoryStore;
import ai.superit.halo.application.testing.ManualClock;
import ai.superit.halo.application.testing.MirroredConnection;
import ai.superit.halo.domain.Key;
import ai.superit.halo.domain.Source;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.team.ClientLink;
import ai.superit.halo.domain.team.TeamId;
import ai.superit.halo.domain.ticket.Ticket;
import ai.superit.halo.domain.ticket.TicketId;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FillNotesTest {
  private static final RejectedRow BROKEN = new RejectedRow("9", "no date", "{}");

  private final MirroredConnection acme = new MirroredConnection();
  private final InMemoryStore store = acme.store;
  private final InMemoryHaloTenant halo = acme.halo;
  private final ManualClock clock = acme.clock;
  private final FillDueNotes filling =
      new FillDueNotes(
          new FillNotes(acme.tenants, acme.mirror, acme.tickets), store.hydration(), clock);

  @Test
  void tickets_are_routed_by_the_links_of_the_moment() {
    var blue = new TeamId("blue");
    store.links().put(acme.id, new ClientLink(new ClientId(1), blue, true, true, true));
    store.links().setDefaultTeam(acme.id, Optional.of(new TeamId("red")));

    mirror(aTicket(1).build(), aTicket(2).of(2).build());

    assertThat(store.tickets().ticketsByKey(MANAGERS, Set.of(key(1), key(2))))
        .hasEntrySatisfying(key(1), view -> assertThat(view.route().team()).contains(blue))
        .hasEntrySatisfying(
            key(2), view -> assertThat(view.route().team()).contains(new TeamId("red")));
  }

  @Test
  void the_first_filling_reads_the_assets_too() {
    mirror(aTicket().lastAction(1).build());
    store.mirror().storeAssets(acme.id, List.of(anAsset(3).build()), Source.reread("test"));
    halo.put(aTicket().lastAction(1).about(assetIds(3)).build());
    halo.put(aNote(1).build());
    halo.put(anAttachment(5).build());

    assertThat(fill()).isEqualTo(new Filled(1, 1, List.of(), List.of()));

    assertThat(store.tickets().attachments(MANAGERS, key(1), PageArgs.first(9)).rows())
        .containsExactly(anAttachment(5).build());
    assertThat(acme.notes(1)).containsExactly(aNote(1).build());
    assertThat(store.assets().assetsOfTickets(MANAGERS, Set.of(key(1))).get(key(1))).hasSize(1);
    assertThat(fill()).isEqualTo(new Filled(0, 0, List.of(), List.of()));
  }

  @Test
  void a_filling_after_a_page_was_read_reads_the_notes_alone() {
    mirror(aTicket().lastAction(1).build());
    halo.put(aTicket().lastAction(1).build());
    fill();
    mirror(aTicket().changed(2).lastAction(2).about(assetIds()).build());
    halo.put(aNote(2).build());

    assertThat(fill()).isEqualTo(new Filled(1, 1, List.of(), List.of()));

    assertThat(halo.reads()).hasSize(1);
  }

  @Test
  void a_ticket_that_changed_since_is_read_again_for_its_assets() {
    mirror(aTicket().lastAction(1).build());
    store
        .mirror()
        .storeAssets(
            acme.id, List.of(anAsset(3).build(), anAsset(4).build()), Source.reread("test"));
    halo.put(aTicket().lastAction(1).about(assetIds(3)).build());
    fill();
    mirror(aTicket().lastAction(1).changed(2).build());
    halo.put(aTicket().lastAction(1).changed(2).about(assetIds(4)).build());
    halo.failOnNotesOf(new TicketId(1));

    assertThat(fill()).isEqualTo(new Filled(1, 0, List.of(), List.of()));

    assertThat(store.assets().assetsOfTickets(MANAGERS, Set.of(key(1))).get(key(1)))
        .extracting(asset -> asset.value().id().value())
        .containsExactly(4L);
    assertThat(fill().tickets()).isZero();
  }

  @Test
  void a_page_that_shows_only_a_tag_is_read_once() {
    mirror(aTicket().lastAction(1).changed(2).build());
    halo.put(aTicket().lastAction(1).changed(2).tagged("PC-1").build());

    fill();

    assertThat(fill().tickets()).isZero();
  }

  @Test
  void a_page_that_is_behind_the_list_is_read_again_later() {
    mirror(aTicket().lastAction(1).changed(5).build());
    halo.put(aTicket().lastAction(1).changed(4).build());

    fill();
    assertThat(fill().tickets()).isZero();
    clock.advance(Hydration.FIRST_PAUSE);
    halo.put(aTicket().lastAction(1).changed(5).about(assetIds()).build());

    assertThat(fill().tickets()).isEqualTo(1);
    clock.advance(Hydration.LONGEST_PAUSE);
    assertThat(fill().tickets()).isZero();
  }

  @Test
  void tickets_that_fail_are_left_alone_longer_each_time_and_hold_nobody_up() {
    mirror(aTicket(1).build(), aTicket(2).build());
    halo.put(aTicket(1).build(), aTicket(2).build());
    halo.failOnNotesOf(new TicketId(2));
    fill();

    assertThat(fill().failed()).isEmpty();
    clock.advance(Hydration.FIRST_PAUSE);
    assertThatThrownBy(this::fill).isInstanceOf(HaloUnavailable.class);
    clock.advance(Hydration.FIRST_PAUSE);
    assertThat(fill().failed()).isEmpty();
  }

  @Test
  void a_ticket_that_halo_no_longer_has_is_retired() {
    mirror(aTicket().build());

    assertThat(fill()).isEqualTo(new Filled(1, 0, List.of(), List.of()));

    assertThat(store.tickets().ticketsByKey(MANAGERS, Set.of(key(1)))).isEmpty();
  }

  @Test
  void a_short_list_of_notes_removes_none_and_is_remembered() {
    mirror(aTicket().lastAction(1).build());
    halo.put(aTicket().lastAction(1).build());
    halo.put(aNote(1).build());
    fill();
    mirror(aTicket().changed(2).lastAction(2).build());
    halo.removeNotes();
    halo.put(aNote(2).build());
    halo.rejectNoteOf(new TicketId(1), BROKEN);

    assertThat(fill()).isEqualTo(new Filled(1, 1, List.of(BROKEN), List.of()));

    assertThat(acme.notes(1)).containsExactly(aNote(2).build(), aNote(1).build());
    assertThat(store.mirror().missingNotes(acme.id)).isEqualTo(1);
  }

  @Test
  void notes_from_the_future_do_not_keep_later_ones_from_being_read() {
    mirror(aTicket().lastAction(1).build());
    halo.put(aTicket().lastAction(1).build());
    halo.put(aNote(1).at(1_000_000).build());
    fill();
    mirror(aTicket().changed(2).lastAction(2).build());

    assertThat(fill().tickets()).isEqualTo(1);
  }

  @Test
  void single_tickets_that_fail_are_named() {
    mirror(aTicket(1).build(), aTicket(2).build());
    halo.put(aTicket(1).build(), aTicket(2).build());
    halo.failOnNotesOf(new TicketId(2));

    assertThat(fill().failed())
        .extracting(FillNotes.UnreadNotes::ticket)
        .containsExactly(new TicketId(2));
  }

  @Test
  void old_closed_tickets_are_read_when_all_are_asked_for() {
    mirror(aTicket(1).closed().changed(-90).build(), aTicket(2).closed().changed(-80).build());
    halo.put(aTicket(1).closed().changed(-90).build(), aTicket(2).closed().changed(-80).build());
    halo.put(aNote(1).on(1).build());
    assertThat(fill().tickets()).isZero();
    assertThat(filling.isDue(acme.id, minute(-60))).isFalse();
    assertThat(filling.isAnyDue(acme.id)).isTrue();

    filling.fillAll(acme.id, 1, Lane.BACKFILL);
    assertThat(halo.reads()).containsExactly(new ObjectRef(ObjectRef.Kind.TICKET, 2));
    filling.fillAll(acme.id, 9, Lane.BACKFILL);

    assertThat(acme.notes(1)).containsExactly(aNote(1).on(1).build());
    assertThat(store.tickets().notesGap(acme.id).unreadTickets()).isZero();
  }

  @Test
  void nothing_is_read_if_no_ticket_awaits_notes() {
    halo.down(true);

    assertThat(fill()).isEqualTo(new Filled(0, 0, List.of(), List.of()));
  }

  @Test
  void a_tenant_that_does_not_answer_at_all_is_reported() {
    mirror(aTicket(1).build(), aTicket(2).build());
    halo.down(true);

    assertThatThrownBy(this::fill).isInstanceOf(HaloUnavailable.class);
  }

  private Filled fill() {
    return filling.fill(acme.id, minute(-60), 10, Lane.BACKFILL);
  }

  private void mirror(Ticket... rows) {
    acme.tickets.store(acme.id, List.of(rows), Source.reread("test"));
  }

  private Key<TicketId> key(long ticket) {
    return new Key<>(acme.id, new TicketId(ticket));
  }
}
