package ai.superit.halo.graphql;

import static ai.superit.halo.graphql.World.ACME;
import static ai.superit.halo.graphql.World.AGENT;
import static ai.superit.halo.graphql.World.ASSISTANT;
import static ai.superit.halo.graphql.World.GLOBEX;
import static ai.superit.halo.graphql.World.MANAGER;
import static ai.superit.halo.graphql.World.OTHER_AGENT;
import static ai.superit.halo.graphql.World.OTHER_MANAGER;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.domain.team.Caller;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VisibilityTest {
  /// All the ways to one ticket.
  private static final String EVERY_WAY =
      """
      query ($connection: ID!, $id: ID!, $number: Int!) {
        ticket(id: $id) { number }
        ticketByNumber(connectionId: $connection, number: $number) { number }
        ticketContext(ticketId: $id) { ticket { number } }
        node(id: $id) { id ... on Ticket { number } }
        nodes(ids: [$id]) { ... on Node { id } ...number }
        tickets(first: 10, filter: { connectionId: $connection, text: "slow" }) {
          totalCount
          edges { node { number } }
        }
      }
      fragment number on Ticket { number }
      """;

  private static final String NOTHING =
      "{ticket=null, ticketByNumber=null, ticketContext=null, node=null, nodes=[null],"
          + " tickets={totalCount=0, edges=[]}}";

  private final World world = new World();

  @Test
  void shows_a_ticket_that_is_routed_to_nobody_to_its_managers_only() {
    assertThat(everyWay(MANAGER)).contains("number=201").doesNotContain("null");
    for (var other : List.of(AGENT, OTHER_AGENT, ASSISTANT, OTHER_MANAGER)) {
      assertThat(everyWay(other)).isEqualTo(NOTHING);
    }
  }

  @Test
  void tells_nothing_of_another_tenant_that_uses_the_same_numbers() {
    var foreign = World.id(GlobalId.Kind.TICKET, GLOBEX, 101);

    var answer = world.ask(MANAGER, "{ node(id: \"%s\") { id } }".formatted(foreign));

    assertThat(answer.toSpecification().toString()).isEqualTo("{data={node=null}}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"agent", "other agent", "assistant", "other manager"})
  void hides_a_connection_whichever_way_it_is_asked_for(String role) {
    var id = new GlobalId.OfConnection(ACME).encoded();
    var query =
        """
        { a: haloConnection(id: "%1$s") { clientId }
          b: node(id: "%1$s") { __typename ... on HaloConnection { clientId } }
          c: mirrorStatus(connectionId: "%1$s") { connection { clientId } } }\
        """
            .formatted(id);

    var answer = world.ask(World.caller(role), query);

    assertThat(answer.toSpecification().toString()).isEqualTo("{data={a=null, b=null, c=null}}");
  }

  @Test
  void hides_private_notes_from_assistants() {
    var query =
        """
        { ticket(id: "%1$s") { notes(first: 10) { edges { node { number } } } }
          ticketContext(ticketId: "%1$s") { notes { number } } }\
        """
            .formatted(World.id(GlobalId.Kind.TICKET, ACME, 101));

    assertThat(world.ask(AGENT, query).toSpecification().toString()).contains("number=2");
    assertThat(world.ask(ASSISTANT, query).toSpecification().toString())
        .contains("number=1")
        .doesNotContain("number=2");
  }

  /// Whatever the schema has, so that none that is added can be forgotten.
  @ParameterizedTest
  @ValueSource(strings = {"agent", "assistant"})
  void lets_nobody_but_managers_change_anything(String role) {
    var mutations = requireNonNull(ProductSchema.create().getMutationType()).getFieldDefinitions();
    assertThat(mutations).isNotEmpty();

    for (var mutation : mutations) {
      var answer = world.ask(World.caller(role), AnyArguments.called(mutation));

      assertThat(Answers.error(answer)).as(mutation.getName()).isEqualTo("FORBIDDEN MANAGERS_ONLY");
    }
    assertThat(world.started).isEmpty();
  }

  private String everyWay(Caller caller) {
    var variables =
        Map.<String, Object>of(
            "connection", new GlobalId.OfConnection(ACME).encoded(),
            "id", World.id(GlobalId.Kind.TICKET, ACME, 201),
            "number", 201);
    return String.valueOf(world.ask(caller, EVERY_WAY, variables).<Object>getData());
  }
}
