package ai.superit.halo.application.connection;

import ai.superit.halo.application.Problem;
import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.ConnectionStatus;
import ai.superit.halo.domain.connection.HaloAccess;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.team.Caller;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// Replaces client id and secret without a break: the new ones are tried first, and sessions of the
/// old ones go on until they end by themselves.
public final class ReplaceCredentials {
  public sealed interface Outcome {
    /// @param report how the new ones did; without checks where only a person's consent could tell
    record Replaced(ProbeReport report) implements Outcome {}

    /// Nothing was changed.
    record NotAccepted(ProbeReport report) implements Outcome {}

    record Rejected(List<Problem> problems) implements Outcome {}

    record ConnectionUnknown() implements Outcome {}
  }

  private final Connections connections;
  private final HaloProbe probe;
  private final InstantSource clock;

  public ReplaceCredentials(Connections connections, HaloProbe probe, InstantSource clock) {
    this.connections = connections;
    this.probe = probe;
    this.clock = clock;
  }

  /// @param clientId empty to keep the one that there is
  public Outcome replace(Caller manager, ConnectionId id, String clientId, Secret clientSecret) {
    var found = connections.findLiving(manager.visibility(), id);
    if (found.isEmpty()) {
      return new Outcome.ConnectionUnknown();
    }
    var problems = new ArrayList<Problem>();
    var known = found.get().endpoint().clientId();
    var newId = clientId.isBlank() ? known : read("clientId", clientId, problems);
    var newSecret = read("clientSecret", clientSecret.reveal(), problems);
    return problems.isEmpty()
        ? tried(found.get().withClientId(newId), new Secret(newSecret))
        : new Outcome.Rejected(problems);
  }

  private Outcome tried(Connection changed, Secret secret) {
    if (changed.needsConsent()) {
      return replaced(changed, secret, new ProbeReport(List.of()));
    }
    var report = probe.probe(new HaloAccess(changed.id(), changed.endpoint(), secret));
    if (!report.passed()) {
      return new Outcome.NotAccepted(report);
    }
    var outcome = replaced(changed, secret, report);
    connections.setStatus(
        changed.id(), new ConnectionStatus(ConnectionStatus.State.CONNECTED, "", clock.instant()));
    return outcome;
  }

  private Outcome replaced(Connection changed, Secret secret, ProbeReport report) {
    return connections.replaceCredentials(changed.id(), changed.endpoint().clientId(), secret)
        ? new Outcome.Replaced(report)
        : new Outcome.ConnectionUnknown();
  }

  private static String read(String field, String typed, List<Problem> problems) {
    try {
      return CreateConnection.credential(typed);
    } catch (IllegalArgumentException wrong) {
      var message = String.valueOf(wrong.getMessage());
      problems.add(new Problem(field, Problem.Code.INVALID, message));
      return "";
    }
  }
}
