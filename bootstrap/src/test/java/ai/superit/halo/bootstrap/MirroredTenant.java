package ai.superit.halo.bootstrap;

import static org.awaitility.Awaitility.await;

import ai.superit.halo.domain.webhook.WebhookEvent;
import ai.superit.halo.simulator.Event;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// What the mirror of a tenant holds, and when it holds all: for tests in which nothing but what
/// they ask for looks for changes.
final class MirroredTenant {
  /// Nothing is compared, and no notes of closed tickets are read, but when asked for.
  static final Map<String, String> ONLY_WHEN_ASKED =
      Map.of(
          "SUPERIT_WEBHOOKS_RECONCILE", "1d",
          "SUPERIT_SYNC_NOTES", "0s",
          "SUPERIT_SYNC_OLD_NOTES", "false");

  /// How many deliveries wait. In one statement, since they go from the one to the other.
  static final String UNAPPLIED =
      """
      select (select count(*) from halo.delivery_task where state = 'OPEN')
        + (select count(*) from halo.delivery_arrival)
      """;

  private static final Duration LONG = Duration.ofMinutes(2);

  /// What a row says of when and how it came here, and whether there was time for its notes; and
  /// what lists do not tell, so that it is not known of everything.
  private static final String ABOUT_THE_MIRROR =
      "- 'synced_at' - 'source' - 'notes_read_at' - 'notes_missing' - 'content_hash' - 'fields' - 'fields_unread' - 'page_unread' - 'page_read_at' - 'asset_tag'";

  private static final List<String> MIRRORED =
      List.of(
          "select to_jsonb(t) %s from halo.client t where deleted_at is null order by client_id",
          "select to_jsonb(t) %s from halo.site t where deleted_at is null order by site_id",
          "select to_jsonb(t) %s from halo.contact t where deleted_at is null order by contact_id",
          "select to_jsonb(t) %s from halo.asset t where deleted_at is null order by asset_id",
          """
          select to_jsonb(t) %s - case when closed then 'asset_ids' else '' end
          from halo.ticket t where deleted_at is null order by ticket_id
          """,
          """
          select to_jsonb(t) %s from halo.note t join halo.ticket using (connection_id, ticket_id)
          where t.deleted_at is null and ticket.deleted_at is null and not ticket.closed
          order by ticket_id, note_id
          """);

  private static final List<String> TABLES =
      List.of("client", "site", "contact", "asset", "ticket", "note");

  private static final String NOTES_AWAITED =
      "ticket where not closed and deleted_at is null and (notes_read_at is null or page_unread)";

  private final TestTenant tenant;
  private final GraphqlCaller manager;
  private final String connection;

  MirroredTenant(TestTenant tenant, GraphqlCaller manager, String connection) {
    this.tenant = tenant;
    this.manager = manager;
    this.connection = connection;
  }

  /// By webhooks alone, and by all that the tenant can tell of.
  void hearOfEverything() {
    manager.ask(
        """
        mutation($id: ID!, $events: [WebhookEventInput!]!) {
          setSyncSchedule(connectionId: $id, mode: REAL_TIME) { userErrors { message } }
          setWebhookEvents(connectionId: $id, events: $events) { userErrors { message } }
        }
        """,
        Map.of("id", connection, "events", events()));
  }

  /// With the numbers by which the tenant tells of them.
  private static List<Map<String, Object>> events() {
    return Stream.of(WebhookEvent.values())
        .filter(event -> !event.name().startsWith("INVOICE"))
        .map(event ->
            Map.of(
                "event",
                event.name(),
                "numbers",
                event.numbers().isEmpty() ? List.of(number(event)) : List.copyOf(event.numbers())))
        .toList();
  }

  private static int number(WebhookEvent event) {
    var name = event.name().replace("CONTACT", "USER").replace("NOTE", "ACTION");
    return Event.valueOf(name).usualNumber();
  }

  /// Compares with Halo's log what was received, and waits for it.
  void reconcile() throws SQLException {
    manager.ask(
        """
        mutation($id: ID!) {
          reconcileDeliveries(connectionId: $id) { connection { id } userErrors { message } }
        }
        """,
        Map.of("id", connection));
    await()
        .atMost(LONG)
        .until(() ->
            count("delivery_proof where not hurried and not answering and busy_until < now()")
                == 1);
  }

  /// Waits until all that was received is applied, and all that belongs to it is read.
  void awaitApplied() {
    await().atMost(LONG).until(() -> tenant.store().count(UNAPPLIED) == 0);
    awaitRest();
  }

  /// Waits until nothing is left to be read that lists and deliveries do not carry.
  void awaitRest() {
    await()
        .atMost(LONG)
        .until(() ->
            count(NOTES_AWAITED)
                    + count("asset where fields_unread and deleted_at is null")
                    + count("client where page_unread and deleted_at is null")
                == 0);
  }

  /// Without the mirror, as at the first time.
  void readAgain() throws SQLException {
    for (var table : TABLES) {
      tenant.execute("delete from halo." + table);
    }
    sync("FULL");
    awaitRest();
  }

  /// Runs over all lists of which Halo tells changes, and waits for their end.
  void sync(String mode) throws SQLException {
    var resources = List.of("CLIENTS", "SITES", "CONTACTS", "ASSETS", "TICKETS");
    var began = count("sync_run");
    manager.ask(
        """
        mutation($id: ID!, $resources: [SyncResource!]!, $mode: RunMode!) {
          startSync(connectionId: $id, resources: $resources, mode: $mode) {
            userErrors { message }
          }
        }
        """,
        Map.of("id", connection, "resources", resources, "mode", mode));
    await()
        .atMost(LONG)
        .until(() ->
            count("sync_run") >= began + resources.size()
                && count("sync_run where state = 'RUNNING'") + count("sync_wish") == 0);
  }

  /// Every row, with every field that comes from the tenant.
  List<String> rows() throws SQLException {
    var rows = new ArrayList<String>();
    for (var sql : MIRRORED) {
      rows.addAll(texts(sql.formatted(ABOUT_THE_MIRROR)));
    }
    return rows;
  }

  /// @param sql selects texts from the store
  List<String> texts(String sql) throws SQLException {
    return tenant.store().texts(sql);
  }

  static List<String> differences(List<String> one, List<String> other) {
    return Stream.concat(
            without(one, other).map("only before: "::concat),
            without(other, one).map("only after: "::concat))
        .toList();
  }

  private static Stream<String> without(List<String> rows, List<String> others) {
    var known = Set.copyOf(others);
    return rows.stream().filter(row -> !known.contains(row));
  }

  long count(String from) throws SQLException {
    var table = from.startsWith("(") ? from + " as counted" : "halo." + from;
    return tenant.store().count("select count(*) from " + table);
  }
}
