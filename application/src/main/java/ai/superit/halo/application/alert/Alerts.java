package ai.superit.halo.application.alert;

import ai.superit.halo.application.PageArgs;
import ai.superit.halo.application.Slice;
import ai.superit.halo.domain.alert.Alert;
import ai.superit.halo.domain.alert.AlertKind;
import ai.superit.halo.domain.alert.AlertRule;
import ai.superit.halo.domain.alert.Standing;
import ai.superit.halo.domain.connection.ConnectionId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The alerts of all connections, and the rules by which they open. Of each connection and kind at
/// most one alert is not resolved.
///
/// All methods throw [ai.superit.halo.application.StoreUnavailable] if the store cannot be reached.
public interface Alerts {
  /// How long resolved alerts are kept.
  Duration KEPT = Duration.ofDays(400);

  /// Takes on the evaluation of a connection. Of many that try at once one succeeds.
  ///
  /// @param before only if nobody has taken it on after this
  /// @return false also if the connection is gone or being deleted
  boolean claim(ConnectionId connection, Instant now, Instant before);

  /// What was chosen; kinds for which nobody has chosen are left out.
  Map<AlertKind, AlertRule> chosenRules(ConnectionId connection);

  /// Replaces what was chosen for the kind.
  void choose(ConnectionId connection, AlertRule rule);

  /// How it stands with each kind; those that are [Standing#QUIET] may be left out.
  Map<AlertKind, Standing> standings(ConnectionId connection);

  /// Keeps how many evaluations spoke for the opposite. Whether it is open is known from the
  /// alerts.
  void keep(ConnectionId connection, AlertKind kind, int streak);

  /// @return false, and nothing stored, if one of the kind is not resolved yet
  boolean open(ConnectionId connection, UUID alert, AlertKind kind, Alert.Said opened);

  /// Ends the alert of the kind.
  ///
  /// @return its id; empty if there is none that is not resolved
  Optional<UUID> resolve(ConnectionId connection, AlertKind kind, Alert.Said resolved);

  /// Remembers that somebody has taken it on, in place of whoever did before.
  ///
  /// @return false, and nothing stored, if there is no such alert or it is resolved
  boolean acknowledge(ConnectionId connection, UUID alert, Alert.Acknowledgement acknowledgement);

  Optional<Alert> find(ConnectionId connection, UUID alert);

  /// The newest first; positions are numbers of alerts.
  Slice<Alert> list(ConnectionId connection, Optional<Alert.State> state, PageArgs<Long> page);

  /// How many are not resolved, of all connections; kinds that there are none of are left out.
  Map<AlertKind, Long> unresolved();

  /// Forgets those that were resolved before this moment.
  void forgetBefore(Instant moment);
}
