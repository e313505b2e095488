package ai.superit.halo.application.connection;

import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.ConnectionStatus;
import ai.superit.halo.domain.connection.ConnectionStatus.State;
import ai.superit.halo.domain.connection.HaloAccess;
import ai.superit.halo.domain.team.Caller;
import java.time.InstantSource;
import java.util.Optional;

/// Tries out a stored connection and remembers how it went; that Halo was too busy to tell changes
/// nothing.
public final class TestConnection {
  private final HaloAccounts accounts;
  private final HaloProbe probe;
  private final DiscoverTenant discovering;
  private final Connections connections;
  private final InstantSource clock;

  public TestConnection(
      HaloAccounts accounts,
      HaloProbe probe,
      DiscoverTenant discovering,
      Connections connections,
      InstantSource clock) {
    this.accounts = accounts;
    this.probe = probe;
    this.discovering = discovering;
    this.connections = connections;
    this.clock = clock;
  }

  /// Empty unless the connection exists, is not being deleted, and the caller may see it.
  ///
  /// @throws SecretUnreadable if this instance cannot sign in, which changes nothing either
  /// @throws CallsEnded if this service stops meanwhile, neither
  public Optional<ProbeReport> test(Caller caller, ConnectionId id) {
    return connections
        .findLiving(caller.visibility(), id)
        .flatMap(connection -> accounts.access(connection.id()))
        .map(access -> {
          var report = tried(access);
          if (report.passed() || !(isBusy(report) || isUnauthorised(caller, id))) {
            connections.setStatus(id, status(report));
          }
          return report;
        });
  }

  /// Where the place is at fault, a better one is looked for and tried, once.
  private ProbeReport tried(HaloAccess access) {
    var report = probe.probe(access);
    return report
        .firstFailure()
        .filter(TestConnection::isAboutThePlace)
        .flatMap(_ -> discovering.discover(access.connection()))
        .map(probe::probe)
        .orElse(report);
  }

  private static boolean isAboutThePlace(ProbeReport.Check failed) {
    return failed.step() == ProbeReport.Step.AUTHENTICATION
        && failed.cause().filter(cause -> !isAboutRights(cause) && !isBusy(cause)).isPresent();
  }

  private static boolean isBusy(ProbeReport report) {
    return report
        .firstFailure()
        .flatMap(ProbeReport.Check::cause)
        .filter(TestConnection::isBusy)
        .isPresent();
  }

  private static boolean isBusy(HaloUnavailable.Cause cause) {
    return cause == HaloUnavailable.Cause.RATE_LIMITED;
  }

  /// As it was before, or as the test has found out: to be authorised is what helps then.
  private boolean isUnauthorised(Caller caller, ConnectionId id) {
    return connections
        .find(caller.visibility(), id)
        .filter(connection -> connection.status().state() == State.NEEDS_AUTHORIZATION)
        .isPresent();
  }

  private ConnectionStatus status(ProbeReport report) {
    var now = clock.instant();
    return report
        .firstFailure()
        .map(failed ->
            new ConnectionStatus(
                failed.cause().filter(TestConnection::isAboutRights).isPresent()
                    ? State.UNAUTHORIZED
                    : State.FAILED,
                failed.finding() + " " + failed.remedy(),
                now))
        .orElseGet(() -> new ConnectionStatus(State.CONNECTED, "", now));
  }

  private static boolean isAboutRights(HaloUnavailable.Cause cause) {
    return cause == HaloUnavailable.Cause.UNAUTHORIZED || cause == HaloUnavailable.Cause.FORBIDDEN;
  }
}
