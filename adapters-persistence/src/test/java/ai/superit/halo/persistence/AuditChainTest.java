package ai.superit.halo.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.superit.halo.application.PageArgs;
import ai.superit.halo.application.audit.AuditLog.Filter;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.team.TeamId;
import ai.superit.halo.domain.team.Visibility;
import ai.superit.halo.domain.testing.ConnectionBuilder;
import ai.superit.halo.domain.webhook.SenderRules;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What PostgreSQL adds to the contract of an audit log: what was recorded stays, or it shows.
@ExtendWith(CleanStore.class)
class AuditChainTest {
  private static final Visibility MANAGERS = new Visibility.Managed(Set.of(new TeamId("managers")));

  private final Persistence store = TestDatabase.store();
  private ConnectionId acme = ConnectionId.random();

  @BeforeEach
  void connect() {
    acme = connected("acme");
  }

  private ConnectionId connected(String name) {
    var connection = ConnectionBuilder.aConnection(name).build();
    store.connections().create(connection, new Secret("secret"));
    return connection.id();
  }

  private static void execute(String sql) {
    try (var connection = TestDatabase.connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static AuditVerdict verdict() {
    return Persistence.verifyAudit(TestDatabase.config(), Optional.empty());
  }

  private static AuditMark head() {
    return ((AuditVerdict.Whole) verdict()).head().orElseThrow();
  }

  private int recorded() {
    return store.auditLog().list(MANAGERS, Filter.ALL, PageArgs.first(100)).rows().size();
  }

  private void written(int entries) {
    for (int i = recorded(); i < entries; i++) {
      store.webhookSenders().save(acme, new SenderRules(List.of(), i % 2 == 0));
    }
  }

  private void tamper(String sql) {
    execute(
        "alter table audit_entry disable trigger audit_entry_stays; "
            + sql
            + "; alter table audit_entry enable trigger audit_entry_stays");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update audit_entry set subject = 'nobody'",
        "delete from audit_entry",
        "delete from audit_entry where false",
        "truncate audit_entry",
      })
  void nobody_changes_or_removes_an_entry(String sql) {
    assertThatThrownBy(() -> execute(sql)).hasMessageContaining("append-only");
  }

  @Test
  void what_was_written_is_whole() {
    written(10);

    assertThat(head().number()).isEqualTo(10);
  }

  @Test
  void what_is_longer_than_a_page_of_the_check_is_whole() {
    execute(
        "do $$ begin for i in 1..2100 loop perform halo.audit_append(null, 'managers', 'TEAM',"
            + " null, jsonb_build_object('n', i, 'text', 'Grüße 🐘 : \"x\"')); end loop; end $$");

    assertThat(head().number()).isEqualTo(2_102);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "5 | update audit_entry set subject = 'nobody' where number = 5",
        "5 | update audit_entry set after = null, before = after where number = 5",
        "5 | update audit_entry set made_at = made_at - interval '1 second' where number = 5",
        "5 | update audit_entry set manager_team = 'others' where number = 5",
        "5 | update audit_entry set hash = sha256(hash) where number = 5",
        "1 | update audit_entry set role = 'x' where number = 1",
        "5 | delete from audit_entry where number = 5",
        "1 | delete from audit_entry where number = 1",
        "10 | delete from audit_entry where number = 10",
        "8 | delete from audit_entry where number >= 8",
        "1 | delete from audit_entry",
        "5 | update audit_entry set number = case number when 5 then -7 else -5 end where number in (5, 7); update audit_entry set number = -number where number < 0",
      })
  void the_first_broken_entry_is_named(long broken, String sql) {
    written(10);
    tamper(sql);

    assertThat(verdict())
        .isInstanceOfSatisfying(
            AuditVerdict.Broken.class, flaw -> assertThat(flaw.number()).isEqualTo(broken));
  }

  /// Whoever may do everything in the database can do this; only a mark kept elsewhere tells.
  @Test
  void a_log_that_was_cut_with_its_head_is_found_by_a_mark() {
    written(10);
    var mark = head();
    tamper(
        "delete from audit_entry where number = 10; update audit_head set number = 9,"
            + " hash = (select hash from audit_entry where number = 9)");

    assertThat(head().number()).isEqualTo(9);
    assertThat(Persistence.verifyAudit(TestDatabase.config(), Optional.of(mark)))
        .isInstanceOfSatisfying(
            AuditVerdict.Broken.class, flaw -> assertThat(flaw.number()).isEqualTo(10));
  }

  @Test
  void a_log_that_was_written_anew_is_found_by_a_mark() {
    written(4);
    var mark = head();
    tamper("truncate audit_entry, audit_head");
    written(4);

    assertThat(head().number()).isEqualTo(4);
    assertThat(Persistence.verifyAudit(TestDatabase.config(), Optional.of(mark)))
        .isInstanceOfSatisfying(
            AuditVerdict.Broken.class, flaw -> assertThat(flaw.number()).isEqualTo(4));
  }

  @Test
  void instances_that_write_at_once_make_one_chain() throws Exception {
    var connections = IntStream.range(0, 8).mapToObj(i -> connected("tenant " + i)).toList();
    var before = head().number();
    var done = new ArrayList<Future<?>>();
    try (var other = Persistence.open(TestDatabase.config());
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var connection : connections) {
        for (var instance : List.of(store, other)) {
          done.add(threads.submit(() -> changeSenders(instance, connection)));
        }
      }
      for (var change : done) {
        change.get();
      }
    }

    assertThat(head().number()).isGreaterThan(before + 8);
  }

  private static void changeSenders(Persistence instance, ConnectionId connection) {
    for (int i = 0; i < 10; i++) {
      instance.webhookSenders().save(connection, new SenderRules(List.of(), i % 2 == 0));
    }
  }
}
