package ai.superit.halo.graphql;

import static ai.superit.halo.domain.testing.AssetBuilder.assetIds;
import static ai.superit.halo.domain.testing.NoteBuilder.aNote;
import static ai.superit.halo.domain.testing.TicketBuilder.aTicket;
import static ai.superit.halo.graphql.World.ACME;
import static ai.superit.halo.graphql.World.GLOBEX;
import static ai.superit.halo.graphql.World.MANAGER;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.sync.TicketNotes;
import ai.superit.halo.domain.Source;
import ai.superit.halo.domain.testing.Moments;
import ai.superit.halo.domain.ticket.Note;
import ai.superit.halo.domain.ticket.Ticket;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PortCallsTest {
  private static final String EVERYTHING =
      """
      fragment everything on Ticket {
        client { name mainSite { name } }
        site { name client { name } }
        contact { name client { name } site { name } }
        assets { tag client { name } site { name } parents { tag } children { tag } }
        parent { number client { name } }
        team { name }
        routing { team { name } }
        status { closing }
      }
      """;

  private final World world = new World();

  @BeforeEach
  void fill() {
    world.storeTickets(
        ACME,
        LongStream.range(300, 360)
            .mapToObj(
                id -> aTicket(id).of(1 + id % 2).at(11).from(21).about(assetIds(31, 32)).build())
            .toArray(Ticket[]::new));
  }

  @Test
  void reads_contacts_and_assets_along_with_their_tickets_however_they_are_selected() {
    world.ask(
        MANAGER,
        """
        { tickets(first: 50) { edges { ...edge } edges { node { contact { name } } } } }
        fragment edge on TicketEdge { n: node { ... on Ticket { ...all } } }
        fragment all on Ticket { number client { name } things: assets { tag } }
        """);

    assertThat(world.calls.names()).containsExactlyInAnyOrder("tickets", "clientsByKey");
  }

  @Test
  void reads_the_tickets_of_one_client_with_one_call() {
    world.ask(
        MANAGER,
        """
        query ($client: ID!) {
          tickets(filter: { clientId: $client }, first: 50) {
            edges { node { number client { name } contact { name } assets { tag } } }
          }
        }
        """,
        Map.of("client", World.id(GlobalId.Kind.CLIENT, ACME, 1)));

    assertThat(world.calls.names()).containsExactly("tickets");
  }

  @Test
  void reads_nothing_that_is_not_asked_for() {
    world.ask(
        MANAGER, "{ tickets(first: 50) { edges { cursor node { number status { name } } } } }");

    assertThat(world.calls.names()).containsExactly("tickets");
  }

  @Test
  void counts_only_when_asked() {
    world.ask(
        MANAGER, "{ tickets(first: 1) { totalCount } clients(first: 1) { edges { cursor } } }");

    assertThat(world.calls.names()).containsExactlyInAnyOrder("tickets", "countTickets", "clients");
  }

  @Test
  void needs_few_calls_for_a_page_whatever_is_selected() {
    var answer =
        world.ask(
            MANAGER,
            "{ tickets(first: 60) { totalCount edges { node { ...everything } } } }" + EVERYTHING);

    assertThat(answer.getErrors()).isEmpty();
    assertThat(world.calls.names()).hasSizeLessThanOrEqualTo(12);
  }

  @Test
  void reads_a_context_with_one_call() {
    world.ask(MANAGER, context("client { name } site { name } contact { name } notes { text }"));

    assertThat(world.calls.names()).containsExactly("context");
  }

  @Test
  void needs_few_calls_for_a_context_whatever_is_selected() {
    var answer =
        world.ask(
            MANAGER,
            context(
                    "ticket { ...everything } client { name } notes { text } assets { tag }"
                        + " openTickets { ...everything } earlierTickets { ...everything }")
                + EVERYTHING);

    assertThat(answer.getErrors()).isEmpty();
    assertThat(world.calls.names()).hasSizeLessThanOrEqualTo(12);
  }

  @Test
  void reads_nodes_with_one_call_for_each_type() {
    var ids =
        List.of(
            World.id(GlobalId.Kind.TICKET, ACME, 101),
            World.id(GlobalId.Kind.TICKET, ACME, 102),
            World.id(GlobalId.Kind.CLIENT, ACME, 1),
            new GlobalId.OfConnection(ACME).encoded(),
            new GlobalId.OfConnection(GLOBEX).encoded(),
            new GlobalId.OfRun(GLOBEX, UUID.randomUUID()).encoded());

    world.ask(MANAGER, "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", Map.of("ids", ids));

    assertThat(world.calls.names())
        .containsExactlyInAnyOrder("ticketsByKey", "clientsByKey", "list");
  }

  @Test
  void bounds_the_lists_below_other_things() {
    var answer =
        world.ask(
            MANAGER,
            "{ tickets(first: 60) { edges { node { a: notes(first: 1) { edges { cursor } }"
                + " b: notes(first: 1) { edges { cursor } } } } } }");

    assertThat(answer.getErrors()).isNotEmpty();
    assertThat(answer.getErrors().getFirst().getExtensions())
        .containsEntry("code", "BAD_REQUEST")
        .containsEntry("reason", "TOO_MUCH");
    assertThat(answer.getErrors().getFirst().getMessage())
        .contains("at most 100 of those", "ask for a smaller page above it");
    assertThat(world.calls.names()).hasSize(1 + Session.MAX_NESTED_LISTS);
  }

  @Test
  void reads_no_more_html_than_a_request_may_have() {
    var html = "\u00e9".repeat(Session.MAX_TEXT / 5);
    for (var ticket : List.of(101L, 102L, 103L)) {
      storeNote(aNote(5).on(ticket).formatted(html).build());
    }

    var answer =
        world.ask(
            MANAGER,
            "{ tickets(first: 10) { edges { node {"
                + " notes(first: 10) { edges { node { originalHtml } } } } } } }");

    assertThat(answer.getErrors().getFirst().getExtensions()).containsEntry("reason", "TOO_MUCH");
    assertThat(answer.getErrors().getFirst().getMessage()).contains("counting HTML by its bytes");
    assertThat(world.calls.names()).filteredOn("htmlOfNotes"::equals).hasSize(2);
  }

  private void storeNote(Note note) {
    world
        .store
        .mirror()
        .storeNotes(
            ACME,
            note.ticket(),
            new TicketNotes(List.of(note), 0, Moments.minute(7), Optional.empty()),
            Source.run("html"));
  }

  private static String context(String fields) {
    var id = World.id(GlobalId.Kind.TICKET, ACME, 101);
    return "{ ticketContext(ticketId: \"" + id + "\") { " + fields + " } }";
  }
}
