package ai.superit.halo.application.sync;

import ai.superit.halo.application.StoreUnavailable;
import ai.superit.halo.application.connection.CallsEnded;
import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.application.sync.HeldDeletions.Cause;
import ai.superit.halo.application.sync.HeldDeletions.Found;
import ai.superit.halo.domain.Source;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.SyncRun;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.LongPredicate;

/// Finds out which records Halo has deleted. A record that a list does not hold is not deleted for
/// that: it is read by its id, and only what Halo does not know any more is. Where there are many
/// of them, a person is asked first.
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

  /// What Halo said of records that a list does not hold.
  ///
  /// @param gone of which it has none
  /// @param unread of which it did not say whether it has them
  private record Answers(List<Long> gone, List<Long> unread) {
    private static final int NAMED = 10;

    /// Of so many records.
    int there(int asked) {
      return asked - gone.size() - unread.size();
    }

    Optional<String> gap() {
      var named = unread.stream().limit(NAMED).map(String::valueOf).toList();
      var numbers = String.join(", ", named) + (unread.size() > NAMED ? ", …" : "");
      return unread.isEmpty()
          ? Optional.empty()
          : Optional.of(
              "records that did not come and could not be read by their numbers stay, %d of them: %s"
                  .formatted(unread.size(), numbers));
    }
  }

  private static final int MOST_READS = 1_000_000;

  /// So many failures one after the other are not the fault of single records; each costs retries.
  private static final int MOST_ERRORS = 10;

  private final Mirror mirror;
  private final HeldDeletions held;
  private final DeletionLimits limits;
  private final InstantSource clock;

  Deletions(Mirror mirror, HeldDeletions held, DeletionLimits limits, InstantSource clock) {
    this.mirror = mirror;
    this.held = held;
    this.limits = limits;
    this.clock = clock;
  }

  /// @param refresh reads one record again and stores it; false if Halo has none of that id
  Outcome apply(SyncRun run, Came came, LongPredicate refresh, BooleanSupplier stopping) {
    var approved = approved(run);
    var reads = (int) Math.min(Math.max(limits.reads(), approved), MOST_READS);
    var absent =
        mirror.absent(run.connection(), run.resource(), came.present(), run.startedAt(), reads + 1);
    var ids = new TreeSet<>(absent.ids());
    ids.addAll(came.doubtful());
    var count = Math.max(absent.count(), ids.size());
    if (ids.isEmpty()) {
      return deleted(run, 0);
    }
    if (came.present().isEmpty() && count > approved) {
      hold(run, new Found(Cause.EMPTY_LIST, count, absent.living()), ids);
      return Outcome.of(
          "Halo sent an empty list, the mirror has %d records".formatted(absent.living()));
    }
    if (ids.size() > reads) {
      hold(run, new Found(Cause.ABSENT, count, absent.living()), ids);
      return Outcome.of("%d records of the mirror did not come".formatted(count));
    }
    var answers = ask(ids, refresh, stopping);
    if (came.present().isEmpty()) {
      return answers.gone().size() < ids.size()
          ? contradiction(run, absent.living(), ids, answers)
          : retire(run, answers, absent.living(), 0);
    }
    return retire(run, answers, absent.living(), limits.most(absent.living()));
  }

  /// Whoever cannot read one record can still learn of the others.
  private static Answers ask(Set<Long> ids, LongPredicate refresh, BooleanSupplier stopping) {
    var answers = new Answers(new ArrayList<>(), new ArrayList<>());
    var errors = 0;
    for (var id : ids) {
      if (stopping.getAsBoolean()) {
        throw new ListReader.Stopped();
      }
      try {
        if (!refresh.test(id)) {
          answers.gone().add(id);
        }
        errors = 0;
      } catch (StoreUnavailable | CallsEnded left) {
        throw left;
      } catch (HaloUnavailable failure) {
        errors = failure.reason() == HaloUnavailable.Cause.SERVER_ERROR ? errors + 1 : 0;
        if (!isOfOneRecord(failure) || errors == MOST_ERRORS) {
          throw failure;
        }
        answers.unread().add(id);
      } catch (RuntimeException _) {
        answers.unread().add(id);
      }
    }
    return answers;
  }

  private static boolean isOfOneRecord(HaloUnavailable failure) {
    return switch (failure.reason()) {
      case FORBIDDEN, REFUSED, SERVER_ERROR -> true;
      case UNREACHABLE, UNAUTHORIZED, RATE_LIMITED, NOT_HALO -> failure instanceof UnreadableRecord;
    };
  }

  /// Asks once more what is approved: a person may have refused while the records were read.
  private Outcome retire(SyncRun run, Answers answers, long living, long unasked) {
    var gone = answers.gone();
    if (gone.size() > Math.max(unasked, approved(run))) {
      hold(run, new Found(Cause.GONE, gone.size(), living), gone);
      return Outcome.of(
          "Halo no longer has %d of %d records, which is more than is deleted unasked"
              .formatted(gone.size(), living));
    }
    var source = Source.run(run.id());
    var deleted =
        gone.stream()
            .filter(id -> mirror.retire(run.connection(), object(run.resource(), id), source))
            .count();
    return new Outcome(deleted(run, deleted).deleted(), answers.gap());
  }

  /// A list that is empty while its records are there hides others that nobody knows.
  private Outcome contradiction(SyncRun run, long living, Set<Long> ids, Answers answers) {
    hold(run, new Found(Cause.EMPTY_LIST, ids.size(), living), ids);
    var there = answers.there(ids.size());
    return Outcome.of(
        there == 0
            ? "Halo sent an empty list; " + answers.gap().orElseThrow()
            : "Halo sent an empty list, but still has %d of the mirror's records".formatted(there));
  }

  private Outcome deleted(SyncRun run, long records) {
    held.settle(run.connection(), run.resource());
    return new Outcome(records, Optional.empty());
  }

  private long approved(SyncRun run) {
    return held.approved(run.connection(), run.resource(), clock.instant());
  }

  private void hold(SyncRun run, Found found, Collection<Long> ids) {
    var sample = ids.stream().limit(HeldDeletions.SAMPLE).toList();
    held.hold(run, found, sample, clock.instant());
  }

  static ObjectRef object(Resource resource, long id) {
    return new ObjectRef(
        switch (resource) {
          case CLIENTS -> ObjectRef.Kind.CLIENT;
          case SITES -> ObjectRef.Kind.SITE;
          case CONTACTS -> ObjectRef.Kind.CONTACT;
          case ASSETS -> ObjectRef.Kind.ASSET;
          case TICKETS -> ObjectRef.Kind.TICKET;
          case INVOICES -> ObjectRef.Kind.INVOICE;
          case LOOKUPS, NOTES -> throw new IllegalArgumentException(resource + " have no ids");
        },
        id);
  }
}
