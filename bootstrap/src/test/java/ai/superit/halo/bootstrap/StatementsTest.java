package ai.superit.halo.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What one question takes of the database, over the whole service.
class StatementsTest {
  private static final String ALL_OF_A_TICKET =
      """
      fragment all on Ticket {
        number summary details category haloTeam updatedAt
        status { name closing } priority { name } type { name }
        client { name mainSite { name } mainContact { name } }
        site { name client { name } }
        contact { name client { name } site { name } }
        assets { tag client { name } site { name } parents { tag } children { tag } }
        parent { number client { name } }
        team { name }
        routing { reason team { name } }
        provenance { source syncedAt }
      }
      """;

  private static final String NAMES =
      """
      query($id: ID!) {
        ticketContext(ticketId: $id) {
          ticket { number summary } client { name } site { name } contact { name }
          notes { text } assets { tag } openTickets { number } earlierTickets { number }
        }
      }
      """;

  private static final String EVERYTHING =
      """
      query($id: ID!) {
        ticketContext(ticketId: $id, notes: 100, openTickets: 100, earlierTickets: 100) {
          ticket { ...all }
          client { name mainSite { name } }
          site { name client { name } }
          contact { name client { name } }
          notes { number author text at private }
          assets { tag name client { name } parents { tag } children { tag } }
          openTickets { ...all }
          earlierTickets { ...all }
        }
      }
      """
          + ALL_OF_A_TICKET;

  @TempDir private Path folder;

  @Test
  void a_context_takes_few_statements_whatever_is_selected_and_however_much_there_is()
      throws IOException {
    try (var tenant = new TestTenant(folder);
        var line = new WatchedLine(tenant.database().jdbcUrl());
        var _ = through(line, tenant);
        var manager = tenant.manager();
        var stranger = tenant.agent("team-without-clients")) {
      tenant.connectAndSync();
      var tickets = tickets(manager);

      assertThat(tickets).hasSize(40);
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> tickets.stream().anyMatch(ticket -> hasAll(manager, ticket)));
      assertThat(tickets)
          .allSatisfy(ticket -> {
            sometimes(
                () -> taken(line, manager, NAMES, ticket),
                asked -> asked.statements() == 5 && asked.roundTrips() == 1);
            sometimes(
                () -> taken(line, manager, EVERYTHING, ticket),
                asked -> asked.statements() <= 16 && asked.roundTrips() <= 12);
            sometimes(
                () -> taken(line, stranger, NAMES, ticket),
                asked -> asked.statements() == 5 && asked.rows() == 0);
          });
    }
  }

  /// So that nothing is left out because there is nothing.
  private static boolean hasAll(GraphqlCaller manager, String ticket) {
    var context = manager.ask(NAMES, Map.of("id", ticket)).path("ticketContext");
    return Stream.of("notes", "assets", "openTickets", "earlierTickets")
        .noneMatch(list -> context.path(list).isEmpty());
  }

  /// The service has work of its own meanwhile, but not all the time.
  private static void sometimes(
      Supplier<WatchedLine.Asked> taken, Predicate<WatchedLine.Asked> expected) {
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(1))
        .until(taken::get, expected);
  }

  private static Service through(WatchedLine line, TestTenant tenant) {
    return Service.start(
        Settings.read(
            SettingsSource.of(tenant.config(), Map.of("SUPERIT_DATABASE_URL", line.jdbcUrl()))));
  }

  private static List<String> tickets(GraphqlCaller manager) {
    return manager
        .ask("{ tickets(first: 40) { edges { node { id } } } }", Map.of())
        .at("/tickets/edges")
        .valueStream()
        .map(edge -> edge.at("/node/id").asString())
        .toList();
  }

  private static WatchedLine.Asked taken(
      WatchedLine line, GraphqlCaller caller, String query, String ticket) {
    var before = line.asked();
    caller.ask(query, Map.of("id", ticket));
    return line.asked().since(before);
  }
}
