package ai.superit.halo.graphql;

import static ai.superit.halo.domain.testing.ClientBuilder.aClient;
import static ai.superit.halo.domain.testing.TicketBuilder.aTicket;
import static ai.superit.halo.graphql.World.ACME;
import static ai.superit.halo.graphql.World.AGENT;
import static ai.superit.halo.graphql.World.MANAGER;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.domain.Source;
import ai.superit.halo.domain.team.Caller;
import graphql.ExecutionResult;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PagingTest {
  private static final String PAGE =
      """
      query ($first: Int, $after: String, $last: Int, $before: String, $filter: TicketFilter) {
        tickets(first: $first, after: $after, last: $last, before: $before, filter: $filter) {
          edges { cursor node { number } }
          pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
        }
      }\
      """;

  private final World world = new World();

  @Test
  void goes_through_a_list_forwards() {
    var seen = new ArrayList<>();
    var page = ask(AGENT, Map.of("first", 2));
    seen.addAll(Answers.nodes(page, "tickets", "number"));
    while (flag(page, "hasNextPage")) {
      page = ask(AGENT, Map.of("first", 2, "after", info(page, "endCursor")));
      seen.addAll(Answers.nodes(page, "tickets", "number"));
    }

    assertThat(seen).containsExactly(101, 102, 103);
    assertThat(flag(page, "hasPreviousPage")).isTrue();
  }

  @Test
  void goes_through_a_list_backwards() {
    var seen = new ArrayList<>();
    var page = ask(MANAGER, Map.of("last", 3));
    seen.addAll(Answers.nodes(page, "tickets", "number").reversed());
    while (flag(page, "hasPreviousPage")) {
      page = ask(MANAGER, Map.of("last", 3, "before", info(page, "startCursor")));
      seen.addAll(Answers.nodes(page, "tickets", "number").reversed());
    }
    Collections.reverse(seen);

    assertThat(seen).containsExactly(101, 102, 103, 201);
    assertThat(flag(page, "hasNextPage")).isTrue();
  }

  @Test
  void neither_repeats_nor_skips_when_a_ticket_comes_in_between() {
    var first = ask(AGENT, Map.of("first", 2));
    world.storeTickets(ACME, aTicket(104).changed(9).build());

    var second = ask(AGENT, Map.of("first", 2, "after", info(first, "endCursor")));

    assertThat(Answers.nodes(second, "tickets", "number")).containsExactly(103);
  }

  @Test
  void goes_on_after_a_name_that_is_long_in_another_script() {
    var before = "\u6771".repeat(300);
    var clients =
        List.of(aClient(31).named(before).build(), aClient(32).named(before + "!").build());
    world.store.mirror().storeClients(ACME, clients, Source.run("names"));
    var query =
        """
        query ($after: String) {
          clients(first: 3, after: $after) { edges { node { number } } pageInfo { endCursor } }
        }
        """;
    var first = world.ask(MANAGER, query);
    var cursor = (String) Answers.at(first, "clients", "pageInfo", "endCursor");

    var second = world.ask(MANAGER, query, Map.of("after", cursor));

    assertThat(Answers.nodes(first, "clients", "number")).endsWith(31);
    assertThat(Answers.nodes(second, "clients", "number")).containsExactly(32);
  }

  @Test
  void has_no_cursors_on_an_empty_page() {
    var page = ask(AGENT, Map.of("first", 2, "filter", Map.of("text", "no such words")));

    assertThat(page.toSpecification().toString())
        .contains("startCursor=null", "endCursor=null", "hasNextPage=false");
  }

  @Test
  void refuses_a_cursor_of_another_filter_order_list_or_caller() {
    var cursor = info(ask(AGENT, Map.of("first", 1)), "endCursor");

    var elsewhere =
        List.of(
            ask(AGENT, Map.of("first", 1, "after", cursor, "filter", Map.of("closed", false))),
            ask(MANAGER, Map.of("first", 1, "after", cursor)),
            tickets("first: 1, after: \"%s\", order: { direction: ASC }".formatted(cursor)),
            world.ask(
                AGENT,
                "{ clients(first: 1, after: \"%s\") { edges { cursor } } }".formatted(cursor)));

    assertThat(elsewhere).extracting(Answers::error).containsOnly("BAD_REQUEST INVALID_CURSOR");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "MTA", "a b", "=", "AAAAAAAA", "ééé"})
  void refuses_a_cursor_that_it_has_not_made(String cursor) {
    assertThat(Answers.error(ask(AGENT, Map.of("first", 1, "after", cursor))))
        .isEqualTo("BAD_REQUEST INVALID_CURSOR");
  }

  @Test
  void refuses_a_cursor_that_was_changed() {
    var cursor = info(ask(AGENT, Map.of("first", 1)), "endCursor");
    var changed =
        List.of(cursor + "A", cursor + "=", cursor.substring(1), "A" + cursor.substring(1));

    assertThat(changed)
        .extracting(each -> Answers.error(ask(AGENT, Map.of("first", 1, "after", each))))
        .containsOnly("BAD_REQUEST INVALID_CURSOR");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "first: 0",
        "first: 101",
        "last: -1",
        "first: 1, last: 1",
        "first: 1, before: \"x\"",
        "last: 1, after: \"x\""
      })
  void refuses_a_page_of_no_or_too_large_a_size(String page) {
    assertThat(Answers.error(tickets(page + " filter: {}")))
        .isEqualTo("BAD_REQUEST INVALID_ARGUMENT");
  }

  private ExecutionResult tickets(String arguments) {
    return world.ask(AGENT, "{ tickets(%s) { edges { node { number } } } }".formatted(arguments));
  }

  private ExecutionResult ask(Caller caller, Map<String, Object> variables) {
    return world.ask(caller, PAGE, variables);
  }

  private static String info(ExecutionResult page, String field) {
    return (String) Answers.at(page, "tickets", "pageInfo", field);
  }

  private static boolean flag(ExecutionResult page, String field) {
    return (Boolean) Answers.at(page, "tickets", "pageInfo", field);
  }
}
