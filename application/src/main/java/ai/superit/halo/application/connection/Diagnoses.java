package ai.superit.halo.application.connection;

import ai.superit.halo.application.connection.Diagnosis.Finding;
import ai.superit.halo.application.connection.Diagnosis.Probe;
import ai.superit.halo.application.connection.Diagnosis.Result;
import ai.superit.halo.domain.connection.ConnectionId;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The last examination of each connection, and the rights that were lost.
///
/// All methods throw [ai.superit.halo.application.StoreUnavailable] if the store cannot be reached.
public interface Diagnoses {
  /// Why a connection was examined.
  enum Occasion {
    /// Somebody asked for it.
    ASKED,
    DAILY,
    SYNC_FAILED
  }

  /// An examination, and what it and those before show of rights.
  ///
  /// @param held the rights that were there when they last could be told
  /// @param lost the rights that were there once, and when it was first seen that they are not
  record Kept(
      Instant at,
      Occasion occasion,
      Diagnosis diagnosis,
      Set<Probe> held,
      Map<Probe, Instant> lost) {
    public Kept {
      held = Set.copyOf(held);
      lost = Map.copyOf(lost);
    }

    /// A right that could not be tested stays as it was; one that nobody wants is forgotten.
    static Kept after(
        Optional<Kept> before,
        Instant at,
        Occasion occasion,
        Diagnosis diagnosis,
        Set<Probe> unwanted) {
      var held = EnumSet.noneOf(Probe.class);
      var lost = new EnumMap<Probe, Instant>(Probe.class);
      before.ifPresent(last -> {
        held.addAll(last.held());
        lost.putAll(last.lost());
      });
      for (var found : diagnosis.findings()) {
        var probe = found.probe();
        if (probe.isRight() && found.result() == Result.PASSED) {
          held.add(probe);
          lost.remove(probe);
        } else if (isLack(found) && held.remove(probe)) {
          lost.put(probe, at);
        }
      }
      held.removeAll(unwanted);
      lost.keySet().removeAll(unwanted);
      return new Kept(at, occasion, diagnosis, held, lost);
    }

    /// The rights that this examination saw first to be gone, in their order.
    public List<Probe> newlyLost() {
      return lost.keySet().stream().filter(right -> at.equals(lost.get(right))).sorted().toList();
    }

    private static boolean isLack(Finding found) {
      return found.probe().isRight() && found.isLackOfRight();
    }
  }

  /// Empty if the connection was never examined.
  Optional<Kept> find(ConnectionId connection);

  /// When somebody last took on the examination; empty if nobody ever did.
  Optional<Instant> lastClaim(ConnectionId connection);

  /// Takes on the examination. Of many that try at once one succeeds; none if the connection is
  /// gone.
  ///
  /// @param before only if nobody has taken it on after this
  boolean claim(ConnectionId connection, Instant now, Instant before);

  /// Replaces what was kept, and counts as taking on the examination at that moment. Does nothing
  /// if the connection is gone.
  void keep(ConnectionId connection, Kept kept);
}
