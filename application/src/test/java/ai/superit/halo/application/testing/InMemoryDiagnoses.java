package ai.superit.halo.application.testing;

import ai.superit.halo.application.connection.Diagnoses;
import ai.superit.halo.domain.connection.ConnectionId;
import java.time.Instant;
import java.util.Optional;

/// Examinations.
record InMemoryDiagnoses(Memory memory) implements Diagnoses {
  /// What is kept, and who has taken it on when.
  record Turn(Instant claimedAt, Optional<Kept> kept) {}

  @Override
  public Optional<Kept> find(ConnectionId connection) {
    return memory.with(
        state -> Optional.ofNullable(state.diagnoses.get(connection)).flatMap(Turn::kept));
  }

  @Override
  public Optional<Instant> lastClaim(ConnectionId connection) {
    return memory.with(
        state -> Optional.ofNullable(state.diagnoses.get(connection)).map(Turn::claimedAt));
  }

  @Override
  public boolean claim(ConnectionId connection, Instant now, Instant before) {
    return memory.with(state -> {
      var turn = Optional.ofNullable(state.diagnoses.get(connection));
      var isFree = turn.map(last -> !last.claimedAt().isAfter(before)).orElse(true);
      if (!isFree || !exists(state, connection)) {
        return false;
      }
      state.diagnoses.put(connection, new Turn(now, turn.flatMap(Turn::kept)));
      return true;
    });
  }

  @Override
  public void keep(ConnectionId connection, Kept kept) {
    memory.with(state -> {
      if (!exists(state, connection)) {
        return false;
      }
      var last = state.diagnoses.get(connection);
      var claimedAt =
          last != null && last.claimedAt().isAfter(kept.at()) ? last.claimedAt() : kept.at();
      state.diagnoses.put(connection, new Turn(claimedAt, Optional.of(kept)));
      return true;
    });
  }

  private static boolean exists(State state, ConnectionId connection) {
    var account = state.accounts.get(connection);
    return account != null && !account.connection().isDeleting();
  }
}
