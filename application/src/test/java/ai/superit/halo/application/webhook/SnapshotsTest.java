package ai.superit.halo.application.webhook;

import static ai.superit.halo.application.webhook.HaloEvents.shows;
import static ai.superit.halo.domain.testing.Moments.minute;
import static ai.superit.halo.domain.testing.NoteBuilder.aNote;
import static ai.superit.halo.domain.testing.TicketBuilder.aTicket;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.sync.TicketNotes;
import ai.superit.halo.application.testing.InMemoryHaloTenant;
import ai.superit.halo.application.testing.MirroredConnection;
import ai.superit.halo.domain.Source;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.ticket.TicketId;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Deliveries that show a ticket, and perhaps one of its notes, as it was when they were sent.
class SnapshotsTest {
  private static final ObjectRef TICKET = HaloEvents.ticket(1);

  private final ScriptedDeliveries deliveries = new ScriptedDeliveries();
  private final MirroredConnection acme = deliveries.acme;
  private final InMemoryHaloTenant halo = acme.halo;

  @Test
  void the_newest_snapshot_of_a_known_ticket_is_applied_without_a_call() {
    acme.mirrors(aTicket());
    deliveries.accept("newer", shows(aTicket().saying("newer").changed(5)));
    deliveries.accept("older", shows(aTicket().saying("older").changed(4)));

    deliveries.process();

    assertThat(halo.reads()).isEmpty();
    assertThat(summary()).isEqualTo("newer");
  }

  @Test
  void a_snapshot_that_is_older_than_the_mirror_changes_nothing() {
    acme.mirrors(aTicket().saying("newest").changed(9));
    deliveries.accept("late", shows(aTicket().saying("late").changed(4)));

    deliveries.process();

    assertThat(summary()).isEqualTo("newest");
    assertThat(deliveries.state().applied()).isEqualTo(1);
  }

  @Test
  void a_snapshot_that_moves_a_ticket_to_another_client_is_read_again() {
    acme.mirrors(aTicket());
    halo.put(aTicket().changed(5).build());
    deliveries.accept("moved", shows(aTicket().of(666).changed(5)));

    deliveries.process();

    assertThat(halo.reads()).containsExactly(TICKET);
    assertThat(acme.findTicket(1).orElseThrow().ticket().value().parties().client())
        .isEqualTo(new ClientId(1));
  }

  @Test
  void a_snapshot_of_an_unknown_ticket_is_read_again_and_not_believed() {
    deliveries.accept("unknown", shows(aTicket()));

    deliveries.process();

    assertThat(halo.reads()).containsExactly(TICKET);
    assertThat(acme.findTicket(1)).isEmpty();
    assertThat(deliveries.state().applied()).isEqualTo(1);
  }

  @Test
  void a_late_snapshot_does_not_bring_a_deleted_ticket_back() {
    acme.mirrors(aTicket());
    acme.store.mirror().retire(acme.id, TICKET, Source.reread("test"));
    deliveries.accept("late", shows(aTicket().saying("late").changed(1)));

    deliveries.process();

    assertThat(acme.findTicket(1)).isEmpty();
    assertThat(halo.reads()).containsExactly(TICKET);
  }

  @Test
  void the_note_of_a_snapshot_is_stored_with_it() {
    acme.mirrors(aTicket());
    deliveries.accept("note", shows(aTicket().changed(1), aNote(4)));

    deliveries.process();

    assertThat(acme.notes(1)).containsExactly(aNote(4).build());
  }

  @Test
  void a_late_delivery_does_not_make_a_private_note_public_again() {
    acme.mirrors(aTicket());
    deliveries.accept("private", shows(aTicket().changed(5), aNote(4).changed(5).hidden()));
    deliveries.process();
    deliveries.accept("late", shows(aTicket().changed(4), aNote(4).changed(4)));

    deliveries.process();

    assertThat(acme.notes(1)).containsExactly(aNote(4).changed(5).hidden().build());
  }

  @Test
  void of_the_notes_of_one_batch_the_newest_wins() {
    acme.mirrors(aTicket());
    deliveries.accept("private", shows(aTicket().changed(5), aNote(4).changed(5).hidden()));
    deliveries.accept("late", shows(aTicket().changed(4), aNote(4).changed(4)));
    deliveries.accept("as old", shows(aTicket().changed(5), aNote(4).changed(3)));

    deliveries.process();

    assertThat(acme.notes(1)).containsExactly(aNote(4).changed(5).hidden().build());
  }

  @Test
  void a_late_delivery_does_not_bring_a_deleted_note_back() {
    acme.mirrors(aTicket().changed(5).lastAction(5));
    var none = new TicketNotes(List.of(), 0, minute(3));
    acme.store.mirror().storeNotes(acme.id, new TicketId(1), none, Source.reread("test"));
    deliveries.accept("late", shows(aTicket().changed(4), aNote(4).changed(4)));
    deliveries.accept("as new", shows(aTicket().changed(5).lastAction(5), aNote(4).changed(4)));

    deliveries.process();

    assertThat(acme.notes(1)).isEmpty();
  }

  @Test
  void a_snapshot_that_cannot_be_stored_holds_up_no_other() {
    acme.mirrors(aTicket(1).changed(1));
    acme.mirrors(aTicket(2).changed(1));
    halo.put(aTicket(1).saying("poison").changed(2).build());
    halo.put(aTicket(2).saying("fine").changed(2).build());
    acme.store.faults().whenStoring(new TicketId(1), new IllegalStateException("refused"));
    deliveries.accept("bad", shows(aTicket(1).saying("poison").changed(2)));
    deliveries.accept("good", shows(aTicket(2).saying("fine").changed(2)));

    deliveries.process();

    assertThat(deliveries.state().applied()).isEqualTo(1);
    assertThat(deliveries.state().waiting()).isEqualTo(1);
  }

  private String summary() {
    return acme.findTicket(1).orElseThrow().ticket().value().text().summary();
  }
}
