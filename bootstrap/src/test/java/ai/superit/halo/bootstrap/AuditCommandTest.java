package ai.superit.halo.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `superit audit verify` on a database with a few entries.
class AuditCommandTest {
  private static final String WHOLE = "The audit log is whole. Keep its last entry: ";

  @TempDir private Path folder;
  private TestTenant tenant;

  @BeforeEach
  void record_something() throws IOException, SQLException {
    tenant = new TestTenant(folder);
    for (var team : new String[] {"one", "two", "three"}) {
      execute("insert into halo.managed_team values ('%s', 'managers', 'Team')".formatted(team));
    }
  }

  @AfterEach
  void stop() {
    tenant.close();
  }

  @Test
  void a_whole_log_gives_a_mark_that_can_be_given_back() throws SQLException {
    var first = verify();
    assertThat(first.code()).isZero();
    assertThat(first.said()).startsWith(WHOLE).containsPattern("3:[0-9a-f]{64}");
    var mark = first.said().strip().substring(WHOLE.length());

    execute("insert into halo.managed_team values ('four', 'managers', 'Team')");

    var second = verify("--kept", mark);
    assertThat(second.code()).isZero();
    assertThat(second.said()).startsWith(WHOLE + "4:");
    assertThat(verify("--kept", second.said().strip().substring(WHOLE.length())).code()).isZero();
  }

  @Test
  void a_log_that_was_altered_ends_with_1_and_names_the_entry() throws Exception {
    rewrite("update halo.audit_entry set subject = 'nobody' where number = 2");

    var answer = verify();
    assertThat(answer.code()).isEqualTo(1);
    assertThat(answer.said()).startsWith("superit: entry 2 of the audit log ");

    var config = tenant.config().toString();
    try (var process =
        ServiceProcess.start(folder.resolve("said"), "audit", "verify", "--config", config)) {
      assertThat(process.exit()).isEqualTo(1);
      assertThat(process.printed()).contains("superit: entry 2 of the audit log ");
    }
  }

  @Test
  void a_log_that_was_written_anew_is_found_by_the_mark_that_was_kept() throws SQLException {
    var mark = verify().said().strip().substring(WHOLE.length());
    rewrite(
        """
        delete from halo.audit_entry where number > 1;
        update halo.audit_head set hash = entry.hash, number = 1 from halo.audit_entry entry
        """);
    execute("insert into halo.managed_team values ('four', 'managers', 'Other')");
    execute("insert into halo.managed_team values ('five', 'managers', 'Other')");

    assertThat(verify().code()).isZero();
    var answer = verify("--kept", mark);
    assertThat(answer.code()).isEqualTo(1);
    assertThat(answer.said()).startsWith("superit: entry 3 of the audit log ");
  }

  private record Answer(int code, String said) {}

  private Answer verify(String... more) {
    var said = new StringWriter();
    var writer = new PrintWriter(said);
    var arguments = new String[4 + more.length];
    System.arraycopy(
        new String[] {"audit", "verify", "--config", tenant.config().toString()},
        0,
        arguments,
        0,
        4);
    System.arraycopy(more, 0, arguments, 4, more.length);
    var code = Superit.commandLine().setErr(writer).setOut(writer).execute(arguments);
    return new Answer(code, said.toString());
  }

  /// As somebody can who may do everything in the database.
  private void rewrite(String sql) throws SQLException {
    execute("set session_replication_role = replica; " + sql);
  }

  private void execute(String sql) throws SQLException {
    var database = tenant.database();
    try (var open = DriverManager.getConnection(database.jdbcUrl(), database.user(), "")) {
      open.createStatement().execute(sql);
    }
  }
}
