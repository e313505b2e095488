package ai.superit.halo.persistence;

import ai.superit.halo.application.connection.Authorisations;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.Digest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jdbi.v3.core.Handle;

/// Authorisations under way; the conditions of each update decide who gets what is there once.
final class PostgresAuthorisations implements Authorisations {
  private static final String VERIFIER = "code-verifier";

  private final Database database;
  private final Seals seals;

  PostgresAuthorisations(Database database, Seals seals) {
    this.database = database;
    this.seals = seals;
  }

  @Override
  public void offer(ConnectionId connection, Digest ticket, Instant until) {
    database.write(handle -> {
      forgetOld(handle, connection);
      return handle
          .createUpdate(
              """
              insert into authorisation (connection_id, ticket_digest, expires_at)
              values (:id, :ticket, :until)
              """)
          .bind("id", connection.value())
          .bind("ticket", ticket.text())
          .bind("until", utc(until))
          .execute();
    });
  }

  /// A day later than they end, so that somebody who comes late is still told why.
  private static void forgetOld(Handle handle, ConnectionId connection) {
    handle
        .createUpdate(
            """
            delete from authorisation
            where connection_id = :id and expires_at < now() - interval '1 day'
            """)
        .bind("id", connection.value())
        .execute();
  }

  @Override
  public boolean begin(ConnectionId connection, Digest ticket, Begun begun, Instant now) {
    return database.write(handle ->
        handle
            .createUpdate(
                """
                update authorisation
                set state_digest = :state, browser_digest = :browser, verifier = :verifier,
                  expires_at = :until
                where connection_id = :id and ticket_digest = :ticket
                  and state_digest is null and expires_at > :now
                """)
            .bind("id", connection.value())
            .bind("ticket", ticket.text())
            .bind("state", begun.state().text())
            .bind("browser", begun.browser().text())
            .bind("verifier", seals.seal(connection, VERIFIER, begun.verifier()))
            .bind("until", utc(begun.until()))
            .bind("now", utc(now))
            .execute())
        == 1;
  }

  @Override
  public Taken take(ConnectionId connection, Digest state, Digest browser, Instant now) {
    return database.write(handle ->
        handle
            .createQuery(
                """
                update authorisation
                set used = true, verifier = null
                from (
                  select ticket_digest, verifier as sealed
                  from authorisation
                  where connection_id = :id and state_digest = :state and browser_digest = :browser
                    and not used and expires_at > :now
                  for update
                ) mine
                where authorisation.connection_id = :id
                  and authorisation.ticket_digest = mine.ticket_digest
                returning mine.sealed
                """)
            .bind("id", connection.value())
            .bind("state", state.text())
            .bind("browser", browser.text())
            .bind("now", utc(now))
            .mapTo(String.class)
            .findOne()
            .<Taken>map(sealed -> new Taken.Mine(seals.openToSignIn(connection, VERIFIER, sealed)))
            .orElseGet(() -> why(handle, connection, state, now)));
  }

  private static Taken why(Handle handle, ConnectionId connection, Digest state, Instant now) {
    return handle
        .createQuery(
            """
            select used, expires_at <= :now as expired
            from authorisation
            where connection_id = :id and state_digest = :state
            """)
        .bind("id", connection.value())
        .bind("state", state.text())
        .bind("now", utc(now))
        .map((row, _) -> why(row))
        .findOne()
        .orElse(Taken.Not.UNKNOWN);
  }

  private static Taken.Not why(ResultSet row) throws SQLException {
    if (row.getBoolean("used")) {
      return Taken.Not.USED;
    }
    return row.getBoolean("expired") ? Taken.Not.EXPIRED : Taken.Not.OTHER_BROWSER;
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
