package ai.superit.halo.application.sync;

import ai.superit.halo.domain.Source;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.SyncRun;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.LongPredicate;

/// Finds out which records Halo has deleted. A record that a list does not hold is not deleted for
/// that: it is read by its id, and only what Halo does not know any more is.
final class Deletions {
  /// @param present ids that the list holds
  /// @param doubtful ids that it held for a while
  record Came(Set<Long> present, Set<Long> doubtful) {}

  /// @param deleted how many records were marked as deleted
  /// @param gap why the mirror may hold more than Halo does; empty if it does not
  record Outcome(long deleted, Optional<String> gap) {
    static Outcome of(String gap) {
      return new Outcome(0, Optional.of(gap));
    }
  }

  private final Mirror mirror;
  private final DeletionLimits limits;

  Deletions(Mirror mirror, DeletionLimits limits) {
    this.mirror = mirror;
    this.limits = limits;
  }

  /// @param refresh reads one record again and stores it; false if Halo has none of that id
  Outcome apply(SyncRun run, Came came, LongPredicate refresh, BooleanSupplier stopping) {
    var absent =
        mirror.absent(
            run.connection(), run.resource(), came.present(), run.startedAt(), limits.reads() + 1);
    var ids = new TreeSet<>(absent.ids());
    ids.addAll(came.doubtful());
    if (ids.isEmpty()) {
      return new Outcome(0, Optional.empty());
    }
    if (came.present().isEmpty()) {
      return Outcome.of(
          "Halo sent an empty list, the mirror has %d records".formatted(absent.living()));
    }
    if (ids.size() > limits.reads()) {
      var count = Math.max(absent.count(), ids.size());
      return Outcome.of("%d records of the mirror did not come".formatted(count));
    }
    return retire(run, gone(ids, refresh, stopping), absent.living());
  }

  private static List<Long> gone(Set<Long> ids, LongPredicate refresh, BooleanSupplier stopping) {
    var gone = new ArrayList<Long>();
    for (var id : ids) {
      if (stopping.getAsBoolean()) {
        throw new ListReader.Stopped();
      }
      if (!refresh.test(id)) {
        gone.add(id);
      }
    }
    return gone;
  }

  private Outcome retire(SyncRun run, List<Long> gone, long living) {
    if (!limits.allow(gone.size(), living)) {
      return Outcome.of(
          "Halo no longer has %d of %d records, which is more than is deleted unasked"
              .formatted(gone.size(), living));
    }
    var source = Source.run(run.id());
    var deleted =
        gone.stream()
            .filter(id -> mirror.retire(run.connection(), object(run.resource(), id), source))
            .count();
    return new Outcome(deleted, Optional.empty());
  }

  private static ObjectRef object(Resource resource, long id) {
    return new ObjectRef(
        switch (resource) {
          case CLIENTS -> ObjectRef.Kind.CLIENT;
          case SITES -> ObjectRef.Kind.SITE;
          case CONTACTS -> ObjectRef.Kind.CONTACT;
          case ASSETS -> ObjectRef.Kind.ASSET;
          case TICKETS -> ObjectRef.Kind.TICKET;
          case LOOKUPS, NOTES -> throw new IllegalArgumentException(resource + " have no ids");
        },
        id);
  }
}
