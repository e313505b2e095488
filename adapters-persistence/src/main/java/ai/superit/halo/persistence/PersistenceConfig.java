package ai.superit.halo.persistence;

import ai.superit.halo.application.connection.TenantBudget;
import ai.superit.halo.domain.connection.Secret;
import java.time.Duration;
import java.util.Optional;

/// How the store is reached and how it behaves.
///
/// @param rateLimit what we may use of what a tenant grants; absent for calling without a budget
/// @param allowNotDurable opens a database that may lose what it has committed; for tests only
public record PersistenceConfig(
    Access access,
    Pools pools,
    Timeouts timeouts,
    SealKeys keys,
    Optional<TenantBudget.Bound> rateLimit,
    boolean allowNotDurable) {

  /// @param jdbcUrl starts with `jdbc:postgresql:`
  public record Access(String jdbcUrl, String user, Secret password) {}

  /// How many connections each kind of work has for itself, so that none waits for another.
  ///
  /// @param inbox one of them writes accepted deliveries, the others hand them out
  public record Pools(int queries, int writes, int inbox) {
    public static final Pools DEFAULT = new Pools(8, 8, 4);

    public Pools {
      if (queries < 1 || writes < 2 || inbox < 3) {
        throw new IllegalArgumentException(
            "pools have at least 1 connection for queries, 2 for writes and 3 for the inbox");
      }
    }
  }

  /// @param query the longest that a statement which answers somebody may take
  /// @param write the longest that a statement of a synchronisation may take
  /// @param accept the longest that the sender of a delivery waits
  /// @param runLease how long a run may be silent before it is taken for dead
  public record Timeouts(Duration query, Duration write, Duration accept, Duration runLease) {
    public static final Timeouts DEFAULT =
        new Timeouts(
            Duration.ofSeconds(3),
            Duration.ofSeconds(30),
            Duration.ofSeconds(5),
            Duration.ofMinutes(2));
  }
}
