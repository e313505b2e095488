package ai.superit.halo.persistence;

import ai.superit.halo.application.StoreTooSlow;
import ai.superit.halo.application.StoreUnavailable;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/// The one place that knows what the database's error codes mean.
final class Failures {
  private static final int MAX_ATTEMPTS = 4;
  private static final long PAUSE_MILLIS = 20;
  private static final long BUSY_PAUSE_MILLIS = 200;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  /// Work that lost against other work and may be done again from its start.
  static final class Conflict extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Conflict(Throwable cause) {
      super("the work collided with other work on the same rows", cause);
    }
  }

  /// Work that has to wait for other work, and is to do so without a connection: it may be done
  /// again from its start, after a while.
  static final class Busy extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Busy(String message) {
      super(message);
    }
  }

  private Failures() {}

  /// What a failure of a statement means to whoever asked for it.
  static RuntimeException translated(Exception failure) {
    if (failure instanceof Conflict conflict) {
      return conflict;
    }
    return sqlFailure(failure)
        .<RuntimeException>map(sql -> {
          if (isConflict(sql)) {
            return new Conflict(failure);
          }
          if (isTooSlow(sql)) {
            return new StoreTooSlow("a statement took the database longer than it may", failure);
          }
          return isUnavailable(sql)
              ? new StoreUnavailable("the database did not answer", failure)
              : new IllegalStateException(refusal(sql), failure);
        })
        .orElseGet(() ->
            failure instanceof RuntimeException other ? other : new IllegalStateException(failure));
  }

  /// Names what the statement offended; the server's own words may quote values of the row.
  private static String refusal(SQLException failure) {
    var refused = "the database refused a statement, SQLSTATE " + failure.getSQLState();
    // That of a batch stands around that of the server.
    var said = failure instanceof BatchUpdateException batch ? batch.getNextException() : failure;
    return said instanceof PSQLException server && server.getServerErrorMessage() != null
        ? refused + offended(server.getServerErrorMessage())
        : refused;
  }

  private static String offended(ServerErrorMessage said) {
    return named("table", said.getTable())
        + named("column", said.getColumn())
        + named("constraint", said.getConstraint());
  }

  private static String named(String kind, @Nullable String name) {
    return name == null ? "" : ", " + kind + " " + name;
  }

  /// What a failure to bring the schema up to date means to whoever started the service.
  static RuntimeException ofMigration(RuntimeException failure) {
    return sqlFailure(failure)
        .filter(Failures::isUnavailable)
        .<RuntimeException>map(_ ->
            new StoreUnavailable("the database went away while its schema was migrated", failure))
        .orElseGet(() ->
            new IllegalStateException(
                "the schema could not be migrated: " + firstLine(failure), failure));
  }

  private static String firstLine(Throwable failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
  }

  /// Does work that has lost against other work again, at most three times; work that has to wait
  /// for other work as often as it takes, but not longer than a statement may.
  static <T> T retrying(Supplier<T> work) {
    return retrying(work, LONGEST_WAIT);
  }

  static <T> T retrying(Supplier<T> work, Duration longestWait) {
    var began = System.nanoTime();
    var attempt = 1;
    while (true) {
      try {
        return work.get();
      } catch (Conflict conflict) {
        if (attempt == MAX_ATTEMPTS) {
          throw new StoreUnavailable("the work kept colliding with other work", conflict);
        }
        pause(PAUSE_MILLIS << attempt);
        attempt++;
      } catch (Busy busy) {
        var waited = System.nanoTime() - began;
        if (waited > longestWait.toNanos() || Thread.currentThread().isInterrupted()) {
          throw new StoreUnavailable("the work had to wait too long for other work", busy);
        }
        pause(BUSY_PAUSE_MILLIS);
      }
    }
  }

  private static void pause(long longest) {
    var millis = ThreadLocalRandom.current().nextLong(longest / 2, longest);
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  private static Optional<SQLException> sqlFailure(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return Optional.of(sql);
      }
    }
    return Optional.empty();
  }

  /// Serialisation failure or deadlock.
  private static boolean isConflict(SQLException failure) {
    var state = String.valueOf(failure.getSQLState());
    return state.equals("40001") || state.equals("40P01");
  }

  /// Another row has what only one may have.
  static boolean isTaken(SQLException failure) {
    return String.valueOf(failure.getSQLState()).equals("23505");
  }

  /// Cancelled by the timeout.
  private static boolean isTooSlow(SQLException failure) {
    return String.valueOf(failure.getSQLState()).equals("57014");
  }

  /// No connection, interrupted while waiting for one, shutting down, out of resources, cancelled
  /// by the timeout, read-only standby, waited too long for a lock, disk trouble.
  private static boolean isUnavailable(SQLException failure) {
    var state = String.valueOf(failure.getSQLState());
    return failure instanceof SQLTransientConnectionException
        || failure.getCause() instanceof InterruptedException
        || state.startsWith("08")
        || state.startsWith("57")
        || state.startsWith("53")
        || state.startsWith("58")
        || state.equals("25006")
        || state.equals("55P03");
  }
}
