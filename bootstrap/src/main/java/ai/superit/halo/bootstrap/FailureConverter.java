package ai.superit.halo.bootstrap;

import ch.qos.logback.classic.pattern.ThrowableHandlingConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxy;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the log says of a failure, whoever logs it: in one line the classes of it and of its
/// causes, the messages that can be told, and the place of this service that the first of them came
/// from. Never a stack trace, no statement, no value of a row, no credentials.
public final class FailureConverter extends ThrowableHandlingConverter {
  private static final String OURS = "ai.superit.halo.";

  /// Its messages show the statement and what was bound to it.
  private static final String JDBI = "org.jdbi.";

  /// Classes of SQLSTATE whose messages name no values in their first line: connection, constraint,
  /// state of the transaction, conflict, resources, object in use, operator, system.
  private static final Set<String> TOLD_STATES =
      Set.of("08", "23", "25", "40", "53", "55", "57", "58");

  private static final int MOST_CAUSES = 10;
  private static final int LONGEST_MESSAGE = 300;

  /// More is not searched for secrets, and not told.
  private static final int LONGEST_LINE = 2_000;

  private static final Pattern SCHEME = Pattern.compile("(?i)\\b(bearer|basic)\\s+[\\w.~+/=-]+");
  private static final Pattern NAMED =
      Pattern.compile(
          "(?i)((?:password|passwd|secret|token|authorization|api[-_]?key)[\"']?\\s*[=:]\\s*)"
              + "(?:\"[^\"]*\"|'[^']*'|[^\\s,;&\"']+)");
  private static final Pattern USER = Pattern.compile("://[^/\\s@]*@");

  /// What is as long and as mixed as secrets are; ids of connections and most paths are not.
  private static final Pattern OPAQUE =
      Pattern.compile(
          "(?=[\\w+/=-]*\\d)(?=[\\w+/=-]*[a-z])(?=[\\w+/=-]*[A-Z])[\\w+/=-]{40,}"
              + "|\\b[0-9a-f]{32,}\\b|\\beyJ[\\w.-]+");

  @Override
  public String convert(ILoggingEvent event) {
    var chain = chain(event.getThrowableProxy());
    var told = chain.stream().map(FailureConverter::told);
    return Stream.concat(told, origin(chain).stream()).collect(Collectors.joining("; "));
  }

  private static List<IThrowableProxy> chain(@Nullable IThrowableProxy failure) {
    var chain = new ArrayList<IThrowableProxy>();
    for (var cause = failure; cause != null && chain.size() < MOST_CAUSES; ) {
      chain.add(cause);
      cause = cause.getCause();
    }
    return chain;
  }

  private static String told(IThrowableProxy failure) {
    var state = sql(failure).map(sql -> " " + sql.getSQLState()).orElse("");
    var message = isTold(failure) ? safe(failure.getMessage()) : "";
    return failure.getClassName() + state + (message.isEmpty() ? "" : ": " + message);
  }

  /// Who only repeats what its cause says, or a failure of the database, has nothing to add.
  private static boolean isTold(IThrowableProxy failure) {
    if (failure.getMessage() == null || failure.getClassName().startsWith(JDBI)) {
      return false;
    }
    var sql = sql(failure);
    if (sql.isPresent()) {
      return isTold(sql.get());
    }
    var cause = failure.getCause();
    if (cause == null || failure.getClassName().startsWith(OURS)) {
      return true;
    }
    return !repeats(failure, cause) && chain(cause).stream().allMatch(each -> sql(each).isEmpty());
  }

  private static boolean isTold(SQLException failure) {
    if (failure instanceof SQLTransientConnectionException) {
      return true;
    }
    var state = String.valueOf(failure.getSQLState());
    return !(failure instanceof BatchUpdateException)
        && state.length() == 5
        && TOLD_STATES.contains(state.substring(0, 2));
  }

  private static boolean repeats(IThrowableProxy failure, IThrowableProxy cause) {
    return cause.getMessage() != null && failure.getMessage().contains(cause.getMessage());
  }

  private static Optional<SQLException> sql(IThrowableProxy failure) {
    return failure instanceof ThrowableProxy known
            && known.getThrowable() instanceof SQLException sql
        ? Optional.of(sql)
        : Optional.empty();
  }

  /// The lines after the first show statements and values; what looks like a secret is left out.
  private static String safe(String message) {
    var line = cut(message.strip().lines().findFirst().orElse(""), LONGEST_LINE);
    var schemes = SCHEME.matcher(line).replaceAll("$1 ***");
    var named = NAMED.matcher(schemes).replaceAll("$1***");
    var users = USER.matcher(named).replaceAll("://***@");
    return cut(OPAQUE.matcher(users).replaceAll("***"), LONGEST_MESSAGE);
  }

  private static String cut(String text, int length) {
    return text.length() > length ? text.substring(0, length) + "…" : text;
  }

  /// The innermost cause knows best.
  private static Optional<String> origin(List<IThrowableProxy> chain) {
    return chain.reversed().stream()
        .flatMap(failure -> Arrays.stream(failure.getStackTraceElementProxyArray()))
        .map(frame -> frame.getStackTraceElement())
        .filter(frame -> frame.getClassName().startsWith(OURS))
        .findFirst()
        .map(frame ->
            "at %s.%s:%d"
                .formatted(frame.getClassName(), frame.getMethodName(), frame.getLineNumber()));
  }
}
