package ai.superit.halo.persistence;

import ai.superit.halo.application.PageArgs;
import ai.superit.halo.application.Slice;
import ai.superit.halo.application.audit.Actor;
import ai.superit.halo.application.audit.AuditEntry;
import ai.superit.halo.application.audit.AuditLog;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.team.Caller;
import ai.superit.halo.domain.team.TeamId;
import ai.superit.halo.domain.team.Visibility;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Supplier;

/// The audit log in PostgreSQL. Its entries are written by triggers, and by the few statements that
/// change many rows for one reason.
final class PostgresAuditLog implements AuditLog {
  private static final String BY_THE_SERVICE = "SYSTEM";

  private final Database database;

  PostgresAuditLog(Database database) {
    this.database = database;
  }

  @Override
  public <T> T acting(Actor actor, Supplier<T> work) {
    return database.acting(actor, work);
  }

  @Override
  public Slice<AuditEntry> list(Visibility visibility, Filter filter, PageArgs<Long> page) {
    var query =
        Query.of(
                """
                select number, made_at, connection, subject, role, action, thing, before, after
                from audit_entry where
                """)
            .add(seen(visibility, filter));
    page.from()
        .ifPresent(from -> query.add(page.backward() ? "and number > ?" : "and number < ?", from));
    query.add(
        page.backward() ? "order by number limit ?" : "order by number desc limit ?",
        page.size() + 1);
    return Slices.of(page, database.readBare(c -> query.list(c, PostgresAuditLog::entry)));
  }

  @Override
  public long count(Visibility visibility, Filter filter) {
    var query = Query.of("select count(*) from audit_entry where").add(seen(visibility, filter));
    return database.readBare(query::number);
  }

  private static Query seen(Visibility visibility, Filter filter) {
    var query =
        switch (visibility) {
          case Visibility.Managed(var teams) ->
              Query.of(
                  "manager_team = any(?)",
                  (Object) teams.stream().map(TeamId::value).toArray(String[]::new));
          case Visibility.Member _ -> Query.of("false");
        };
    filter.connection().ifPresent(of -> query.add("and connection = ?", of.value()));
    filter.subject().ifPresent(subject -> query.add("and subject = ?", subject));
    filter.action().ifPresent(action -> query.add("and action = ?", action));
    filter.thing().ifPresent(thing -> query.add("and thing = ?", thing.name()));
    filter.from().ifPresent(from -> query.add("and made_at >= ?", from));
    filter.to().ifPresent(to -> query.add("and made_at < ?", to));
    return query;
  }

  private static AuditEntry entry(Row row) throws SQLException {
    var number = row.number();
    var at = row.instant();
    var connection = row.optionalUuid().map(ConnectionId::new);
    var subject = row.text();
    var role = row.text();
    var action = row.text();
    var actor =
        role.equals(BY_THE_SERVICE)
            ? Optional.<Actor>empty()
            : Optional.of(new Actor(subject, Caller.Role.valueOf(role), action));
    var thing = AuditEntry.Thing.valueOf(row.text());
    var content = new AuditEntry.Content(row.optionalText(), row.optionalText());
    return new AuditEntry(number, at, connection, actor, thing, content);
  }
}
