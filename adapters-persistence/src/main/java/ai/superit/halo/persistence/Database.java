package ai.superit.halo.persistence;

import ai.superit.halo.application.Transactions;
import ai.superit.halo.application.audit.Actor;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;

/// The way to the database for all ports but the inbox. Whatever runs within [#inTransaction] on
/// the same thread shares its connection.
final class Database implements Transactions, AutoCloseable {
  /// Work on a bare connection.
  @FunctionalInterface
  interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  private record Begun(Handle handle, List<Runnable> afterCommit) {}

  private final ScopedValue<Begun> current = ScopedValue.newInstance();
  private final ScopedValue<Actor> acting = ScopedValue.newInstance();
  private final HikariDataSource queries;
  private final HikariDataSource writes;
  private final Jdbi reading;
  private final Jdbi writing;

  Database(HikariDataSource queries, HikariDataSource writes) {
    this.queries = queries;
    this.writes = writes;
    this.reading = jdbi(queries);
    this.writing = jdbi(writes);
  }

  @Override
  public <T> T inTransaction(Supplier<T> work) {
    return current.isBound() ? work.get() : Failures.retrying(() -> transaction(work));
  }

  /// Tells all transactions that the work begins in whose name they change things.
  <T> T acting(Actor actor, Supplier<T> work) {
    return ScopedValue.where(acting, actor).<T, RuntimeException>call(work::get);
  }

  private <T> T transaction(Supplier<T> work) {
    var afterCommit = new ArrayList<Runnable>();
    var result = committed(work, afterCommit);
    afterCommit.forEach(Runnable::run);
    return result;
  }

  private <T> T committed(Supplier<T> work, List<Runnable> afterCommit) {
    try (var handle = writing.open()) {
      return handle.<T, RuntimeException>inTransaction(begun -> {
        if (acting.isBound()) {
          tell(begun, acting.get());
        }
        return ScopedValue.where(current, new Begun(begun, afterCommit))
            .<T, RuntimeException>call(work::get);
      });
    } catch (RuntimeException failure) {
      throw Failures.translated(failure);
    }
  }

  /// For the triggers that write the audit log; ends with the transaction.
  private static void tell(Handle begun, Actor actor) {
    begun
        .createQuery(
            """
            select set_config('halo.actor', jsonb_build_object(
              'subject', :subject::text, 'role', :role::text, 'action', :action::text)::text, true)
            """)
        .bind("subject", actor.subject())
        .bind("role", actor.role().name())
        .bind("action", actor.action())
        .mapTo(String.class)
        .one();
  }

  /// Runs the action, which must not throw, when the transaction under way has committed; never if
  /// it does not commit.
  void afterCommit(Runnable action) {
    current.get().afterCommit().add(action);
  }

  /// Runs statements that write as one transaction, or as part of the one under way.
  <T> T write(Function<Handle, T> work) {
    return inTransaction(() -> {
      try {
        return work.apply(current.get().handle());
      } catch (RuntimeException failure) {
        throw Failures.translated(failure);
      }
    });
  }

  <T> T writeBare(Work<T> work) {
    return write(handle -> bare(work, handle.getConnection()));
  }

  /// Runs statements that write, each as a transaction of its own unless one is under way.
  <T> T writeEach(Work<T> work) {
    if (current.isBound()) {
      return writeBare(work);
    }
    try (var connection = writes.getConnection()) {
      return work.on(connection);
    } catch (SQLException failure) {
      throw Failures.translated(failure);
    }
  }

  /// Runs statements that only read.
  <T> T read(Function<Handle, T> work) {
    if (current.isBound()) {
      return write(work);
    }
    try {
      return reading.<T, RuntimeException>withHandle(work::apply);
    } catch (RuntimeException failure) {
      throw Failures.translated(failure);
    }
  }

  /// For statements that are asked for thousands of times a second.
  <T> T readBare(Work<T> work) {
    if (current.isBound()) {
      return writeBare(work);
    }
    try (var connection = queries.getConnection()) {
      return work.on(connection);
    } catch (SQLException failure) {
      throw Failures.translated(failure);
    }
  }

  @Override
  public void close() {
    queries.close();
    writes.close();
  }

  private static <T> T bare(Work<T> work, Connection connection) {
    try {
      return work.on(connection);
    } catch (SQLException failure) {
      throw Failures.translated(failure);
    }
  }

  private static Jdbi jdbi(HikariDataSource source) {
    var jdbi = Jdbi.create(source).registerArgument(new StorableText());
    // Statements carry what people wrote and sealed secrets: neither belongs in a log.
    jdbi.getConfig(StatementExceptions.class).setMessageRendering(MessageRendering.NONE);
    return jdbi;
  }

  private static final class StorableText extends AbstractArgumentFactory<String> {
    StorableText() {
      super(Types.VARCHAR);
    }

    @Override
    protected Argument build(String value, ConfigRegistry config) {
      return (position, statement, _) -> bind(statement, position, value);
    }

    private static void bind(PreparedStatement statement, int position, String value)
        throws SQLException {
      statement.setString(position, Texts.storable(value));
    }
  }
}
