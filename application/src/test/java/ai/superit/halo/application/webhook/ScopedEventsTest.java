package ai.superit.halo.application.webhook;

import static ai.superit.halo.domain.testing.NoteBuilder.aNote;
import static ai.superit.halo.domain.testing.TicketBuilder.aTicket;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.PageArgs;
import ai.superit.halo.application.sync.ScopedMirror;
import ai.superit.halo.application.sync.StoreTickets;
import ai.superit.halo.application.testing.InMemoryHaloTenant;
import ai.superit.halo.application.testing.InMemoryHaloTenants;
import ai.superit.halo.application.testing.InMemoryStore;
import ai.superit.halo.application.testing.ManualClock;
import ai.superit.halo.domain.Key;
import ai.superit.halo.domain.Source;
import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.Scope;
import ai.superit.halo.domain.sync.Scope.Since;
import ai.superit.halo.domain.team.TeamId;
import ai.superit.halo.domain.team.Visibility;
import ai.superit.halo.domain.testing.ConnectionBuilder;
import ai.superit.halo.domain.testing.TicketBuilder;
import ai.superit.halo.domain.ticket.Note;
import ai.superit.halo.domain.ticket.TicketId;
import ai.superit.halo.domain.webhook.HaloEvent;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Only open tickets are in scope.
class ScopedEventsTest {
  private static final ObjectRef TICKET = new ObjectRef(ObjectRef.Kind.TICKET, 1);
  private static final Visibility MANAGERS = new Visibility.Managed(Set.of(new TeamId("managers")));

  private final ManualClock clock = new ManualClock();
  private final InMemoryStore store = new InMemoryStore(clock);
  private final InMemoryHaloTenants tenants = new InMemoryHaloTenants();
  private final Connection acme = ConnectionBuilder.aConnection("acme").build();
  private final InMemoryHaloTenant halo = tenants.of(acme.id());
  private final ScopedMirror mirror =
      new ScopedMirror(store.mirror(), store.scopes(), store.transactions(), clock);
  private final ApplyEvents events =
      new ApplyEvents(
          tenants, mirror, new StoreTickets(mirror, store.links(), store.transactions()));

  @BeforeEach
  void choose() {
    store.connections().create(acme, new Secret("secret"));
    var open = new Scope.Tickets(new Since.Ever(), true, Set.of(), Set.of());
    store
        .scopes()
        .choose(acme.id(), new Scope(false, Scope.EVERYTHING.assets(), open), clock.instant());
  }

  @Test
  void a_ticket_out_of_scope_is_not_stored() {
    halo.put(aTicket().closed().build());

    assertThat(apply(hint())).isEmpty();

    assertThat(halo.reads()).containsExactly(TICKET);
    assertThat(isMirrored()).isFalse();
  }

  @Test
  void a_ticket_that_leaves_the_scope_goes_with_the_note_that_tells_of_it() {
    halo.put(aTicket().changed(1).build());
    apply(hint());
    assertThat(isMirrored()).isTrue();

    var note = aNote(4).build();
    assertThat(apply(shows(aTicket().changed(5).closed(), note))).isEmpty();

    assertThat(isMirrored()).isFalse();
    store.scopes().choose(acme.id(), Scope.EVERYTHING, clock.instant());
    halo.put(aTicket().changed(5).closed().build());
    apply(hint());
    assertThat(isMirrored()).isTrue();
    assertThat(notes()).isEmpty();
  }

  @Test
  void a_ticket_that_enters_the_scope_again_is_read_whole() {
    halo.put(aTicket().changed(1).build());
    apply(hint());
    apply(shows(aTicket().changed(5).closed(), aNote(4).build()));
    halo.put(aTicket().changed(6).build());

    apply(shows(aTicket().changed(6), aNote(5).build()));

    assertThat(halo.reads()).containsExactly(TICKET, TICKET);
    assertThat(isMirrored()).isTrue();
  }

  @Test
  void an_event_that_comes_late_takes_nothing_out() {
    halo.put(aTicket().changed(9).build());
    apply(hint());

    apply(shows(aTicket().changed(5).closed(), aNote(4).build()));

    assertThat(isMirrored()).isTrue();
  }

  private Map<ObjectRef, String> apply(HaloEvent event) {
    return events.apply(acme.id(), Map.of(TICKET, List.of(event)), Source.delivery(1));
  }

  private boolean isMirrored() {
    return !store.mirror().living(acme.id(), Resource.TICKETS, Set.of(1L)).isEmpty();
  }

  private List<Note> notes() {
    var key = new Key<>(acme.id(), new TicketId(1));
    return store.tickets().notes(MANAGERS, key, PageArgs.first(9)).rows();
  }

  private static HaloEvent hint() {
    return new HaloEvent(TICKET, "", Optional.empty(), Optional.empty(), Optional.empty());
  }

  private static HaloEvent shows(TicketBuilder ticket, Note note) {
    return new HaloEvent(
        TICKET, "action added", Optional.of(ticket.build()), Optional.of(note), Optional.empty());
  }
}
