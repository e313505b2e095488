package ai.superit.halo.persistence;

import ai.superit.halo.application.StoreUnavailable;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.postgresql.Driver;

/// Connects once, so that whoever starts the service learns what to check. Pools would only say
/// that they have no connection.
final class Reachability {
  private static final String SECONDS_TO_CONNECT = "3";
  private static final String SECONDS_TO_LOG_IN = "8";

  private Reachability() {}

  /// @throws StoreUnavailable with a sentence that says what to check
  static void check(PersistenceConfig.Access access) {
    var properties = new Properties();
    properties.setProperty("user", access.user());
    properties.setProperty("password", access.password().reveal());
    properties.setProperty("connectTimeout", SECONDS_TO_CONNECT);
    properties.setProperty("loginTimeout", SECONDS_TO_LOG_IN);
    try {
      DriverManager.getConnection(access.jdbcUrl(), properties).close();
    } catch (SQLException failure) {
      throw unavailable(access, failure);
    }
  }

  static StoreUnavailable unavailable(PersistenceConfig.Access access, SQLException failure) {
    return new StoreUnavailable(
        "the database at %s cannot be used: %s".formatted(place(access), advice(access, failure)),
        failure);
  }

  /// By the class of the error code: the driver's own sentences change with the server's language.
  private static String advice(PersistenceConfig.Access access, SQLException failure) {
    var state = String.valueOf(failure.getSQLState());
    if (state.startsWith("28")) {
      return "it does not let user %s in; check the user, the password and whether it wants TLS"
          .formatted(access.user());
    }
    if (state.equals("3D000")) {
      return "it has no database of this name; check the address or create the database";
    }
    if (state.startsWith("08")) {
      return "it does not answer; check the address, that it runs, and whether both sides agree on"
          + " TLS";
    }
    if (state.startsWith("53")) {
      return "it has no free connection; check its max_connections";
    }
    return "it answers with error " + state + "; see its log";
  }

  /// Without what the address says about users and passwords.
  private static String place(PersistenceConfig.Access access) {
    var parts = Driver.parseURL(access.jdbcUrl(), new Properties());
    return parts == null
        ? "an address that is none of PostgreSQL"
        : "%s:%s/%s"
            .formatted(
                parts.getProperty("PGHOST"),
                parts.getProperty("PGPORT"),
                parts.getProperty("PGDBNAME"));
  }
}
