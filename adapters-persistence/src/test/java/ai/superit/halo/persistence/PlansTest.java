package ai.superit.halo.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.PageArgs;
import ai.superit.halo.application.Part;
import ai.superit.halo.application.ticket.TicketFilter;
import ai.superit.halo.application.ticket.TicketOrder;
import ai.superit.halo.application.ticket.TicketPage;
import ai.superit.halo.application.webhook.DeliveryHistory;
import ai.superit.halo.application.webhook.DeliveryInbox.Except;
import ai.superit.halo.domain.Key;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.team.TeamId;
import ai.superit.halo.domain.team.Visibility;
import ai.superit.halo.domain.ticket.TicketId;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The plans that the server keeps for the statements of hot paths, whatever their values are.
class PlansTest {
  private static final ConnectionId ACME = ConnectionId.random();
  private static final Visibility MANAGER = new Visibility.Managed(Set.of(new TeamId("managers")));
  private static final Visibility MEMBER = new Visibility.Member(Set.of(new TeamId("t1")), true);
  private static final Set<TicketPage.Reference> ALL = EnumSet.allOf(TicketPage.Reference.class);
  private static final TicketFilter OPEN =
      new TicketFilter(
          TicketFilter.Scope.ALL,
          Optional.of(false),
          Set.of(),
          Set.of(),
          TicketFilter.Changed.ANY_TIME,
          Optional.empty());

  @BeforeAll
  static void fill() throws SQLException {
    TestDatabase.store();
    TestDatabase.truncate();
    try (var connection = TestDatabase.connect()) {
      Query.of(
              """
              insert into ticket (connection_id, ticket_id, client_id, halo_updated_at, opened_at,
                synced_at, status_id, closed, team, route_reason, halo_team, summary, details,
                category, source, content_hash)
              select ?, i, i % 200, now() - i * interval '1 minute', now() - i * interval '2 minutes',
                now(), i % 9, i % 10 > 0, 't' || i % 20, 'LINK', '', 'summary ' || i, '', '',
                'run:x', ''
              from generate_series(1, 20000) as i
              """,
              ACME.value())
          .write(connection);
      Query.of("analyze ticket").write(connection);
      Query.of(
              """
              insert into contact (connection_id, contact_id, name, email, phone, job_title, active,
                halo_updated_at, synced_at, source, content_hash)
              select ?, i, '', '', '', '', true, timestamptz 'epoch', now(), 'run:x', ''
              from generate_series(1, 5000) as i
              """,
              ACME.value())
          .write(connection);
      Query.of("analyze contact").write(connection);
      Query.of(
              """
              insert into delivery_task (connection_id, delivery_id, digest, state, strand,
                received_at, due_at, replayed_at, events)
              select ?, i, decode(md5(i::text), 'hex'),
                case i % 500 when 1 then 'PARKED' when 2 then 'QUARANTINED' when 3 then 'DISCARDED'
                  else case when i % 50 in (4, 5) then 'OPEN' else 'APPLIED' end end,
                i % 256, now(), now(), case i % 50 when 5 then now() end,
                array['ticket ' || case when i % 4000 = 0 then 'merged' else 'updated' end]
              from generate_series(1, 20000) as i
              """,
              ACME.value())
          .write(connection);
      Query.of("analyze delivery_task").write(connection);
      Query.of(
              """
              insert into delivery_arrival (connection_id, strand, first_id, last_id, received_at)
              select md5((i % 100)::text)::uuid, i % 256, i, i, now()
              from generate_series(20001, 30000) as i
              """)
          .write(connection);
      Query.of("analyze delivery_arrival").write(connection);
    }
  }

  @Test
  void lists_of_tickets_follow_an_index_of_their_order() throws SQLException {
    var client = new Key<>(ACME, new ClientId(7));

    assertThat(plan(MEMBER, OPEN, TicketOrder.NEWEST_CHANGE_FIRST)).contains("ticket_open_of_team");
    assertThat(plan(MEMBER, TicketFilter.ALL, TicketOrder.NEWEST_CHANGE_FIRST))
        .contains("ticket_of_team");
    assertThat(plan(MANAGER, TicketFilter.ALL, TicketOrder.NEWEST_CHANGE_FIRST))
        .contains("ticket_updated");
    assertThat(plan(MANAGER, TicketFilter.ALL, new TicketOrder(TicketOrder.Field.OPENED_AT, true)))
        .contains("ticket_opened");
    assertThat(plan(MANAGER, TicketFilter.openOf(client), TicketOrder.NEWEST_CHANGE_FIRST))
        .contains("ticket_open_of_client");
  }

  @Test
  void awaited_notes_are_found_without_a_look_at_every_ticket() throws SQLException {
    assertThat(plan(NoteStatements.awaiting(ACME, Instant.now(), 40)))
        .contains("ticket_awaiting_notes", "ticket_open_awaiting_notes");
  }

  @Test
  void unread_pages_are_found_without_a_look_at_every_record() throws SQLException {
    assertThat(plan(OwnPages.ASSETS.awaiting(ACME, Instant.now(), 20)))
        .contains("asset_fields_unread");
    assertThat(plan(OwnPages.CLIENTS.awaiting(ACME, Instant.now(), 20)))
        .contains("client_page_unread");
    assertThat(plan(OwnPages.ASSETS.old(ACME, Instant.now(), 20))).contains("asset_page_old");
    assertThat(plan(OwnPages.CLIENTS.old(ACME, Instant.now(), 20))).contains("client_page_old");
  }

  @Test
  void whether_a_tenant_stamps_its_records_is_told_by_the_latest_ones() throws SQLException {
    assertThat(plan(MirrorTables.CONTACTS.locked(ACME, 1)))
        .containsPattern("Limit[^\\n]*\\n\\s+->  Index Scan Backward using contact_pk")
        .doesNotContain("Seq Scan", "Sort");
  }

  @Test
  void claims_follow_the_index_of_what_is_due_and_finish_by_key() throws SQLException {
    var now = Instant.now();

    assertThat(plan(DeliveryClaims.takeIn(200, Except.NOTHING), Pool.BY_KEY))
        .contains("Tid Scan on delivery_arrival");
    assertThat(plan(DeliveryClaims.claim(200, Except.NOTHING, now, now), Pool.BY_KEY))
        .contains("delivery_task_due_of_strand", "Tid Scan on delivery_task")
        .doesNotContain("Seq Scan on delivery_task");
    assertThat(plan(DeliveryEndings.finish(Map.of(), Map.of(), now), Pool.BY_KEY))
        .contains("delivery_task_pk")
        .doesNotContain("Seq Scan on delivery_task");
  }

  @Test
  void what_waits_for_another_attempt_is_hastened_along_the_index_of_what_is_due()
      throws SQLException {
    var now = Instant.now();
    var after = new PostgresDeliveryInbox.Hastened(-1, now, 0, 0);

    assertThat(plan(PostgresDeliveryInbox.hasten(ACME, after, now, now), Pool.BY_KEY))
        .containsPattern("delivery_task_due_of_strand[^\\n]*\\n\\s+Index Cond: [^\\n]*ROW\\(strand")
        .contains("Tid Scan on delivery_task", "delivery_step_pk")
        .doesNotContain("Seq Scan on delivery_task", "Seq Scan on delivery_step");
  }

  @Test
  void how_an_inbox_stands_is_read_from_the_indexes_of_what_waits() throws SQLException {
    assertThat(plan(InboxState.of(ACME)))
        .contains("delivery_task_waiting", "delivery_task_replayed")
        .containsPattern("delivery_task_(set_aside|ended_badly)") // both hold what is asked for
        .doesNotContain("Seq Scan on delivery_task", "Seq Scan on delivery_arrival", "Sort");
  }

  @ParameterizedTest
  @EnumSource(names = {"QUARANTINED", "PARKED", "DISCARDED"})
  void what_ended_badly_is_found_without_a_look_at_what_did_not(DeliveryHistory.State state)
      throws SQLException {
    assertThat(plan(deliveries(Optional.of(state), Optional.empty())))
        .containsPattern("delivery_task_ended_badly[^\\n]*\\n\\s+Index Cond: [^\\n]*state = ")
        .doesNotContain("Sort", "Seq Scan");
  }

  @Test
  void a_rare_event_is_found_without_a_look_at_others() throws SQLException {
    assertThat(plan(deliveries(Optional.empty(), Optional.of("ticket merged"))))
        .containsPattern("delivery_task_event [^\\n]*\\n\\s+Index Cond: [^\\n]*events\\[1]")
        .contains("delivery_task_events ")
        .doesNotContain("Sort  (", "Seq Scan");
  }

  private static Query deliveries(Optional<DeliveryHistory.State> state, Optional<String> event) {
    var filter = new DeliveryHistory.Filter(state, event, Optional.empty(), Instant.EPOCH);
    return PostgresDeliveryHistory.page(ACME, filter, PageArgs.first(50));
  }

  @Test
  void whether_one_of_a_day_waits_is_told_by_the_numbers_of_the_day() throws SQLException {
    var numbers = new PostgresDeliveryRetention.Numbers(1, 2);

    assertThat(plan(PostgresDeliveryRetention.noneWaiting(numbers)))
        .containsPattern("delivery_task_waiting[^\\n]*\\n\\s+Index Cond: [^\\n]*delivery_id >= ")
        .containsPattern("delivery_task_replayed[^\\n]*\\n\\s+Index Cond: [^\\n]*delivery_id >= ")
        .doesNotContain("Seq Scan on delivery_task");
  }

  @Test
  void a_later_page_starts_in_the_index() throws SQLException {
    var position = new TicketOrder.Position(Instant.now(), new Key<>(ACME, new TicketId(9)));
    var page = PageArgs.firstAfter(50, position);
    var query =
        new TicketQueries(MEMBER, OPEN).page(TicketOrder.NEWEST_CHANGE_FIRST, page, ALL, Part.ALL);

    assertThat(plan(query))
        .containsPattern("ticket_open_of_team[^\\n]*\\n\\s+Index Cond: [^\\n]*ROW\\(");
  }

  private static String plan(Visibility visibility, TicketFilter filter, TicketOrder order)
      throws SQLException {
    return plan(
        new TicketQueries(visibility, filter).page(order, PageArgs.first(50), ALL, Part.ALL));
  }

  /// Asked for in simple mode, which leaves the parameters without values.
  private static String plan(Query query, String... settings) throws SQLException {
    var sql = new StringBuilder();
    var number = 0;
    for (var part : (query.sql() + " ").split("\\?", -1)) {
      sql.append(number == 0 ? "" : "$" + number).append(part);
      number++;
    }
    var access = TestDatabase.config().access();
    var url = access.jdbcUrl() + (access.jdbcUrl().contains("?") ? "&" : "?");
    try (var connection =
            DriverManager.getConnection(
                url + "currentSchema=halo&preferQueryMode=simple",
                access.user(),
                access.password().reveal());
        var statement = connection.createStatement();
        var rows = explain(statement, sql.toString(), settings)) {
      var plan = String.join("\n", Row.all(rows, Row::text));
      assertThat(plan).doesNotContain("Seq Scan on ticket t");
      return plan;
    }
  }

  private static ResultSet explain(Statement statement, String sql, String... settings)
      throws SQLException {
    for (var setting : settings) {
      statement.execute("set " + setting);
    }
    return statement.executeQuery("explain (generic_plan) " + sql);
  }
}
