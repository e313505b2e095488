package ai.superit.halo.graphql;

import ai.superit.halo.application.Mirrored;
import ai.superit.halo.application.sync.Hydration;
import ai.superit.halo.domain.Stamp;
import ai.superit.halo.domain.connection.ConnectionId;
import java.time.Instant;
import java.util.Optional;

/// A mirrored record with an id of its own.
interface RecordNode {
  GlobalId.Kind kind();

  Mirrored<?> mirrored();

  /// Halo's number.
  long number();

  Stamp changed();

  default ConnectionId connection() {
    return mirrored().connection();
  }

  /// Whether what was read from the own page of the version that is stored still holds, as far as
  /// anybody can tell: a record without a stamp may have changed since.
  default boolean isPageFresh(Instant now) {
    var oldest = now.minus(Hydration.PAGE_HOLDS);
    return changed().isKnown()
        || mirrored().pageReadAt().filter(at -> !at.isBefore(oldest)).isPresent();
  }

  default String id() {
    return new GlobalId.OfRecord(kind(), connection(), number()).encoded();
  }

  /// Serves the fields that all these types have.
  static <N extends RecordNode> Wiring.Type<N> wire(Wiring wiring, String type, Class<N> node) {
    return wiring
        .type(type, node)
        .read("id", RecordNode::id)
        .read("connectionId", of -> new GlobalId.OfConnection(of.connection()).encoded())
        .read("number", of -> Math.toIntExact(of.number()))
        .read("updatedAt", of -> known(of.changed()))
        .read("provenance", RecordNode::mirrored);
  }

  static void wire(Wiring wiring) {
    wiring
        .type("Provenance", Mirrored.class)
        .read("source", of -> of.source().value())
        .read("syncedAt", of -> of.syncedAt());
  }

  private static Optional<Instant> known(Stamp stamp) {
    return stamp.isKnown() ? Optional.of(stamp.at()) : Optional.empty();
  }
}
