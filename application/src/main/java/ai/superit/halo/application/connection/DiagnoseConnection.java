package ai.superit.halo.application.connection;

import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.team.Caller;
import java.util.Optional;

/// Finds out why a stored connection does not do what it should. Its status stays as it is.
public final class DiagnoseConnection {
  private final HaloAccounts accounts;
  private final HaloDoctor doctor;
  private final Connections connections;

  public DiagnoseConnection(HaloAccounts accounts, HaloDoctor doctor, Connections connections) {
    this.accounts = accounts;
    this.doctor = doctor;
    this.connections = connections;
  }

  /// Empty unless the connection exists, is not being deleted, and the caller may see it.
  public Optional<Diagnosis> diagnose(Caller caller, ConnectionId id) {
    return connections
        .find(caller.visibility(), id)
        .filter(connection -> !connection.isDeleting())
        .map(Connection::id)
        .flatMap(accounts::access)
        .map(doctor::diagnose);
  }
}
