package ai.superit.halo.persistence;

import static ai.superit.halo.domain.testing.Moments.NOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.PageArgs;
import ai.superit.halo.application.audit.Actor;
import ai.superit.halo.application.audit.AuditEntry;
import ai.superit.halo.application.audit.AuditEntry.Thing;
import ai.superit.halo.application.audit.AuditLog.Filter;
import ai.superit.halo.application.notification.AlertChannels;
import ai.superit.halo.application.sync.HaloTenants;
import ai.superit.halo.application.sync.RejectedRow;
import ai.superit.halo.application.sync.SyncRecords;
import ai.superit.halo.application.testing.InMemoryHaloTenants;
import ai.superit.halo.application.webhook.DeadLetters.Selection;
import ai.superit.halo.application.webhook.DeliveryInbox.Except;
import ai.superit.halo.application.webhook.Disposition;
import ai.superit.halo.application.webhook.IncomingDelivery;
import ai.superit.halo.domain.alert.Alert;
import ai.superit.halo.domain.alert.Alert.Acknowledgement;
import ai.superit.halo.domain.alert.AlertKind;
import ai.superit.halo.domain.alert.AlertRule;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.HaloConsent;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.notification.AlertChannel;
import ai.superit.halo.domain.notification.ChannelId;
import ai.superit.halo.domain.notification.ChannelTarget;
import ai.superit.halo.domain.notification.ChannelUrl;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.Schedule;
import ai.superit.halo.domain.team.Caller;
import ai.superit.halo.domain.team.ClientLink;
import ai.superit.halo.domain.team.Team;
import ai.superit.halo.domain.team.TeamId;
import ai.superit.halo.domain.team.Visibility;
import ai.superit.halo.domain.testing.ClientBuilder;
import ai.superit.halo.domain.testing.ConnectionBuilder;
import ai.superit.halo.domain.webhook.SenderRules;
import ai.superit.halo.domain.webhook.WebhookScheme;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What PostgreSQL adds to the contract of an audit log: everything is recorded.
@ExtendWith(CleanStore.class)
class AuditLogTest {
  private static final Actor GRACE = new Actor("grace", Caller.Role.MANAGER, "test");
  private static final Visibility MANAGERS = new Visibility.Managed(Set.of(new TeamId("managers")));

  /// The mirror, what deliveries and runs leave behind, and consents, which [PostgresHaloConsents]
  /// tells of.
  private static final Set<String> UNAUDITED =
      Set.of(
          "flyway_schema_history",
          "audit_entry",
          "audit_head",
          "lookup",
          "client",
          "site",
          "contact",
          "invoice",
          "asset",
          "asset_relation",
          "ticket",
          "ticket_asset",
          "note",
          "attachment",
          "delivery",
          "delivery_arrival",
          "delivery_task",
          "delivery_total",
          "delivery_hour",
          "delivery_share",
          "delivery_step",
          "delivery_header",
          "delivery_vouched",
          "delivery_name",
          "delivery_conflict",
          "refused_delivery",
          "sync_run",
          "poll_cursor",
          "rate_budget",
          "halo_consent",
          "list_position",
          "connection_discovery",
          "diagnosis",
          "diagnosis_finding",
          "webhook_watch",
          "webhook_change",
          "hydration_turn",
          "put_off",
          "delivery_proof",
          "logged_delivery",
          "comparison",
          "comparison_difference",
          "alert_notice",
          // Only counters; whoever acknowledges an alert is recorded with the alert.
          "alert_streak",
          "alert_round");

  private static final String SECRET = "never-to-be-seen";

  private final Persistence store = TestDatabase.store();

  private List<AuditEntry> entries() {
    return store.auditLog().list(MANAGERS, Filter.ALL, PageArgs.first(100)).rows();
  }

  private void asGrace(Runnable change) {
    store
        .auditLog()
        .acting(
            GRACE,
            () -> {
              change.run();
              return true;
            });
  }

  private ConnectionId connected(String name) {
    var connection = ConnectionBuilder.aConnection(name).build();
    store.connections().create(connection, new Secret(SECRET));
    return connection.id();
  }

  @Nested
  class Recording {
    private ConnectionId acme = ConnectionId.random();

    @BeforeEach
    void connect() {
      acme = connected("acme");
    }

    private List<Thing> recorded(Runnable change) {
      var before = entries().size();
      asGrace(change);
      var all = entries();
      var made = all.subList(0, all.size() - before);
      assertThat(made).allSatisfy(entry -> assertThat(entry.actor()).contains(GRACE));
      return made.stream().map(AuditEntry::thing).toList();
    }

    @Test
    void a_new_connection_and_its_secret() {
      assertThat(recorded(() -> connected("beta")))
          .containsExactlyInAnyOrder(Thing.CONNECTION, Thing.SECRET);
    }

    @Test
    void new_credentials() {
      assertThat(
              recorded(() ->
                  store.connections().replaceCredentials(acme, "other", new Secret(SECRET + 2))))
          .containsExactlyInAnyOrder(Thing.CONNECTION, Thing.SECRET);
    }

    @Test
    void teams_links_and_the_default_team() {
      var blue = new TeamId("blue");
      var link = new ClientLink(new ClientId(1), blue, true, true, true);

      assertThat(
              recorded(() -> {
                store.teams().create(new Team(blue, new TeamId("managers"), "Blue"));
                store.links().put(acme, link);
                store.links().setDefaultTeam(acme, Optional.of(blue));
                store.links().remove(acme, link.client());
              }))
          .containsExactly(Thing.CLIENT_LINK, Thing.CONNECTION, Thing.CLIENT_LINK, Thing.TEAM);
    }

    @Test
    void how_and_from_where_deliveries_come() {
      assertThat(
              recorded(() -> {
                var scheme = new WebhookScheme.Basic("halo", new Secret(SECRET));
                store.webhookSchemes().save(acme, scheme);
                store.webhookSenders().save(acme, new SenderRules(List.of(), true));
              }))
          .containsExactlyInAnyOrder(Thing.WEBHOOK_SENDERS, Thing.SECRET, Thing.WEBHOOK_SCHEME);
    }

    @Test
    void what_is_synchronised_and_when() {
      var often = new Schedule(Schedule.Mode.POLLING, Duration.ofMinutes(5), 3, ZoneId.of("UTC"));

      assertThat(
              recorded(() -> {
                store.syncSchedules().choose(acme, Set.of(Resource.TICKETS), often);
                store.syncRuns().wish(acme, Set.of(Resource.TICKETS), NOON);
              }))
          .containsExactly(Thing.SYNC, Thing.SYNC_SCHEDULE);
    }

    @Test
    void rules_of_alerts_and_who_takes_one_on() {
      var alert = UUID.randomUUID();
      var said = new Alert.Said(NOON, "It is off.");
      var before = entries();
      store.alerts().open(acme, alert, AlertKind.SILENCE, said);
      assertThat(entries()).isEqualTo(before);

      assertThat(
              recorded(() -> {
                store.alerts().choose(acme, AlertRule.usual(AlertKind.SILENCE));
                store.alerts().acknowledge(acme, alert, new Acknowledgement("grace", NOON, "Seen"));
              }))
          .containsExactly(Thing.ALERT, Thing.ALERT_RULE);
      assertThat(entries().getFirst().content().after().orElseThrow()).contains("Seen");
    }

    @Test
    void what_background_work_wants_is_not_recorded() {
      var before = entries();
      store.syncRuns().wish(acme, Set.of(Resource.TICKETS), NOON);

      assertThat(entries()).isEqualTo(before);
    }

    @Test
    void records_that_are_read_again() {
      assertThat(
              recorded(
                  () -> store.syncRuns().rereading(acme, Resource.TICKETS, List.of(4711L, 12L))))
          .containsExactly(Thing.SYNC);
      assertThat(entries().getFirst().content().after().orElseThrow())
          .contains("\"TICKETS\"", "[4711, 12]");
    }

    /// Records are read on threads of their own, which do not know for whom.
    @Test
    void rejected_rows_that_are_settled_by_reading_records_again() {
      var grace = new Caller("grace", Caller.Role.MANAGER, Set.of(new TeamId("managers")));
      var tenants = new InMemoryHaloTenants();
      tenants.of(acme).put(ClientBuilder.aClient(7).build());
      var row = new RejectedRow("7", "name is missing", "{}");
      store.syncRuns().reject(acme, Resource.CLIENTS, List.of(row), NOON);

      assertThat(recorded(() -> syncing(tenants).sync(grace, acme, Resource.CLIENTS, List.of(7L))))
          .containsExactly(Thing.REJECTED_ROW, Thing.SYNC);
      assertThat(entries().getFirst().content().before().orElseThrow()).contains("name is missing");
    }

    private SyncRecords syncing(HaloTenants tenants) {
      return new SyncRecords(
          store.connections(),
          tenants,
          TestDatabase.syncStores(),
          store.rejectedRows(),
          () -> NOON);
    }

    @Test
    void dead_letters_in_one_entry() {
      let_a_delivery_die();

      assertThat(recorded(() -> store.deadLetters().replay(Selection.all(acme))))
          .containsExactly(Thing.DEAD_LETTERS);
      assertThat(recorded(() -> store.deadLetters().replay(Selection.all(acme)))).isEmpty();
      assertThat(entries().getFirst().content().after().orElseThrow()).contains("\"count\": 1");
    }

    /// What one statement changes can be changed within its time.
    @Test
    void very_many_dead_letters_in_portions() throws SQLException {
      try (var connection = TestDatabase.connect()) {
        Query.of(
                """
                insert into delivery_task (connection_id, delivery_id, digest, state, received_at,
                  due_at)
                select ?, i, decode(md5(i::text), 'hex'), 'PARKED', now(), now()
                from generate_series(1, 20001) as i
                """,
                acme.value())
            .write(connection);
      }

      assertThat(
              recorded(() ->
                  assertThat(store.deadLetters().discard(Selection.all(acme), "old"))
                      .isEqualTo(20_001)))
          .hasSize(3)
          .containsOnly(Thing.DEAD_LETTERS);
      assertThat(store.deadLetters().count(Selection.all(acme))).isZero();
    }

    private void let_a_delivery_die() {
      var inbox = store.deliveryInbox();
      inbox.accept(new IncomingDelivery(acme, NOON, "{".getBytes(UTF_8)));
      var claim = inbox.claim(1, Except.NOTHING, Duration.ofMinutes(1), NOON).getFirst().claim();
      inbox.finish(Map.of(claim, new Disposition.Parked("no")), Map.of(), NOON);
    }

    @Test
    void where_alerts_are_told_without_what_is_secret() {
      var url = new ChannelUrl(URI.create("https://hooks.example.com/" + SECRET));
      var target = new ChannelTarget.OutgoingWebhook(url, new Secret(SECRET));
      var channel = AlertChannel.of(ChannelId.random(), "Operations", target, NOON);

      assertThat(
              recorded(() -> {
                store.alertChannels().add(acme, channel, target);
                store.alertChannels().remove(acme, channel.id());
              }))
          .containsExactly(Thing.ALERT_CHANNEL, Thing.ALERT_CHANNEL);
      assertThat(entries().getFirst().content().before().orElseThrow())
          .contains("Operations", "OUTGOING_WEBHOOK", "https://hooks.example.com/…")
          .doesNotContain(SECRET, "sealed");
      assertThat(entries().get(1).content().after().orElseThrow()).contains("\"sealed\": \"set\"");
    }

    @Test
    void that_what_signs_alerts_was_replaced_but_not_by_what() {
      var url = new ChannelUrl(URI.create("https://hooks.example.com/x"));
      var target = new ChannelTarget.OutgoingWebhook(url, new Secret(SECRET));
      var channel = AlertChannel.of(ChannelId.random(), "Operations", target, NOON);
      store.alertChannels().add(acme, channel, target);
      var rotated = target.replacedBy(new Secret(SECRET + "2"), NOON, NOON.plusSeconds(5));

      var before = new AlertChannels.Kept(channel, target);
      var after = new AlertChannels.Kept(channel, rotated);
      assertThat(recorded(() -> store.alertChannels().replace(acme, before, after)))
          .containsExactly(Thing.ALERT_CHANNEL);
      assertThat(entries().getFirst().content().after().orElseThrow())
          .contains("\"sealed\": \"replaced\"")
          .doesNotContain(SECRET);
    }

    @Test
    void a_consent() {
      var consent = new HaloConsent(new Secret(SECRET), new Secret(SECRET), "all", NOON);
      var status = ConnectionBuilder.aConnection("other").build().status();

      assertThat(recorded(() -> store.haloConsents().store(acme, consent, status)))
          .contains(Thing.CONSENT);
    }

    @Test
    void never_a_secret() throws SQLException {
      var consent = new HaloConsent(new Secret(SECRET), new Secret(SECRET), "all", NOON);
      var status = ConnectionBuilder.aConnection("other").build().status();
      store.haloConsents().store(acme, consent, status);
      store.connections().replaceCredentials(acme, "other", new Secret(SECRET + 2));
      store.webhookSchemes().save(acme, new WebhookScheme.Basic("halo", new Secret(SECRET)));

      try (var connection = TestDatabase.connect()) {
        var told =
            Query.of("select string_agg(concat(before, after), '') from audit_entry")
                .list(connection, Row::text)
                .getFirst();
        var sealed = Query.of("select sealed from connection_secret").list(connection, Row::text);
        assertThat(told).contains("replaced").doesNotContain(SECRET);
        assertThat(sealed).isNotEmpty().allSatisfy(one -> assertThat(told).doesNotContain(one));
      }
    }
  }

  /// A new table must be audited or be named here, so that none is forgotten.
  @Test
  void every_table_of_settings_is_audited() throws SQLException {
    try (var connection = TestDatabase.connect()) {
      var unaudited =
          Query.of(
                  """
                  select c.relname
                  from pg_class c
                  where c.relnamespace = 'halo'::regnamespace and c.relkind in ('r', 'p')
                    and not c.relispartition
                    and not exists (
                      select from pg_trigger t where t.tgrelid = c.oid and t.tgname = 'audit')
                  """)
              .list(connection, Row::text);

      assertThat(unaudited).isSubsetOf(UNAUDITED);
    }
  }
}
