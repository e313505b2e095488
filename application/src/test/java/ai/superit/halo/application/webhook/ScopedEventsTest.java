package ai.superit.halo.application.webhook;

import static ai.superit.halo.application.webhook.HaloEvents.hint;
import static ai.superit.halo.application.webhook.HaloEvents.shows;
import static ai.superit.halo.domain.testing.NoteBuilder.aNote;
import static ai.superit.halo.domain.testing.TicketBuilder.aTicket;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.testing.InMemoryHaloTenant;
import ai.superit.halo.application.testing.InMemoryStore;
import ai.superit.halo.application.testing.MirroredConnection;
import ai.superit.halo.domain.Source;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.Scope;
import ai.superit.halo.domain.sync.Scope.Since;
import ai.superit.halo.domain.webhook.HaloEvent;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Only open tickets are in scope.
class ScopedEventsTest {
  private static final ObjectRef TICKET = new ObjectRef(ObjectRef.Kind.TICKET, 1);

  private final MirroredConnection acme = new MirroredConnection();
  private final InMemoryStore store = acme.store;
  private final InMemoryHaloTenant halo = acme.halo;
  private final ApplyEvents events = new ApplyEvents(acme.tenants, acme.mirror, acme.tickets);

  @BeforeEach
  void choose() {
    var open = new Scope.Tickets(new Since.Ever(), true, Set.of(), Set.of());
    store
        .scopes()
        .choose(acme.id, new Scope(false, Scope.EVERYTHING.assets(), open), acme.clock.instant());
  }

  @Test
  void a_ticket_out_of_scope_is_not_stored() {
    halo.put(aTicket().closed().build());

    assertThat(apply(hint(TICKET))).isEmpty();

    assertThat(halo.reads()).containsExactly(TICKET);
    assertThat(isMirrored()).isFalse();
  }

  @Test
  void a_ticket_that_leaves_the_scope_goes_with_the_note_that_tells_of_it() {
    halo.put(aTicket().changed(1).build());
    apply(hint(TICKET));
    assertThat(isMirrored()).isTrue();

    var note = aNote(4);
    assertThat(apply(shows(aTicket().changed(5).closed(), note))).isEmpty();

    assertThat(isMirrored()).isFalse();
    store.scopes().choose(acme.id, Scope.EVERYTHING, acme.clock.instant());
    halo.put(aTicket().changed(5).closed().build());
    apply(hint(TICKET));
    assertThat(isMirrored()).isTrue();
    assertThat(acme.notes(1)).isEmpty();
  }

  @Test
  void a_ticket_that_enters_the_scope_again_is_read_whole() {
    halo.put(aTicket().changed(1).build());
    apply(hint(TICKET));
    apply(shows(aTicket().changed(5).closed(), aNote(4)));
    halo.put(aTicket().changed(6).build());

    apply(shows(aTicket().changed(6), aNote(5)));

    assertThat(halo.reads()).containsExactly(TICKET, TICKET);
    assertThat(isMirrored()).isTrue();
  }

  @Test
  void an_event_that_comes_late_takes_nothing_out() {
    halo.put(aTicket().changed(9).build());
    apply(hint(TICKET));

    apply(shows(aTicket().changed(5).closed(), aNote(4)));

    assertThat(isMirrored()).isTrue();
  }

  private Map<ObjectRef, String> apply(HaloEvent event) {
    return events.apply(acme.id, Map.of(TICKET, List.of(event)), Source.delivery(1));
  }

  private boolean isMirrored() {
    return acme.living(Resource.TICKETS).contains(1L);
  }
}
