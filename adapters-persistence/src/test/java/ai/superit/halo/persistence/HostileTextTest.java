package ai.superit.halo.persistence;

import static ai.superit.halo.domain.testing.ClientBuilder.aClient;
import static ai.superit.halo.domain.testing.ConnectionBuilder.aConnection;
import static ai.superit.halo.domain.testing.TicketBuilder.aTicket;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.PageArgs;
import ai.superit.halo.application.client.ClientReads;
import ai.superit.halo.application.sync.RoutedTicket;
import ai.superit.halo.application.ticket.TicketFilter;
import ai.superit.halo.application.ticket.TicketOrder;
import ai.superit.halo.domain.Source;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.team.Route;
import ai.superit.halo.domain.team.TeamId;
import ai.superit.halo.domain.team.Visibility;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Text from outside is only ever compared, never understood.
@ExtendWith(CleanStore.class)
class HostileTextTest {
  private static final Visibility MANAGER = new Visibility.Managed(Set.of(new TeamId("managers")));
  private static final List<String> TEXTS =
      List.of(
          "'",
          "\"",
          "\\",
          "%",
          "_",
          "%_%",
          "\\%",
          "';drop",
          "')or('1'='1",
          "$1",
          "?",
          "{x}",
          ":id",
          "\u0000",
          "\ud800",
          "*".repeat(10_000),
          "(a+)+$",
          "\u202e",
          "\u0130",
          "\ud83d\ude00");

  private final Persistence store = TestDatabase.store();

  @BeforeEach
  void storeEachTextOnce() {
    var connection = aConnection("acme").build();
    store.connections().create(connection, new Secret("x"));
    for (int i = 0; i < TEXTS.size(); i++) {
      var text = "begin" + TEXTS.get(i) + "end";
      var client = aClient(i + 1).named(text).build();
      var ticket = aTicket(i + 1).saying(text).build();
      var unrouted = new RoutedTicket(ticket, new Route.Unrouted(Route.Reason.NO_LINK));
      store.mirror().storeClients(connection.id(), List.of(client), Source.run("x"));
      store.mirror().storeTickets(connection.id(), List.of(unrouted), Source.run("x"));
    }
  }

  @Test
  void each_text_finds_the_records_that_hold_it() {
    for (int i = 0; i < TEXTS.size(); i++) {
      assertThat(tickets(TEXTS.get(i))).as(TEXTS.get(i)).contains(i + 1L);
      assertThat(clients(TEXTS.get(i))).as(TEXTS.get(i)).contains(i + 1L);
    }
  }

  @Test
  void wildcards_stand_for_themselves() {
    assertThat(tickets("%")).containsExactlyInAnyOrder(4L, 6L, 7L);
    assertThat(clients("_")).containsExactlyInAnyOrder(5L, 6L);
    assertThat(tickets("begin\\end")).containsExactly(3L);
  }

  private List<Long> tickets(String text) {
    var filter =
        new TicketFilter(
            TicketFilter.Scope.ALL,
            Optional.empty(),
            Set.of(),
            Set.of(),
            TicketFilter.Changed.ANY_TIME,
            Optional.of(text));
    var order = TicketOrder.NEWEST_CHANGE_FIRST;
    return store.ticketReads().tickets(MANAGER, filter, order, PageArgs.first(100)).rows().stream()
        .map(view -> view.ticket().value().id().value())
        .toList();
  }

  private List<Long> clients(String text) {
    var filter = new ClientReads.Filter(Optional.empty(), Optional.of(text), Optional.empty());
    return store.clientReads().clients(MANAGER, filter, PageArgs.first(100)).rows().stream()
        .map(view -> view.client().value().id().value())
        .toList();
  }
}
