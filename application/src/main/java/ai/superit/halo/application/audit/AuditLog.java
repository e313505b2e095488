package ai.superit.halo.application.audit;

import ai.superit.halo.application.PageArgs;
import ai.superit.halo.application.Slice;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.team.Visibility;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/// What was changed of connections and settings, by whom, and how it was before. The store writes
/// an entry in the transaction of the change itself, so that neither is there without the other;
/// whoever changes something need not think of it.
public interface AuditLog {
  /// Which entries are meant.
  ///
  /// @param subject the whole subject of a token
  /// @param action such as `pauseSync`
  /// @param from the earliest moment
  /// @param to the moment before which the change was made
  record Filter(
      Optional<ConnectionId> connection,
      Optional<String> subject,
      Optional<String> action,
      Optional<AuditEntry.Thing> thing,
      Optional<Instant> from,
      Optional<Instant> to) {
    public static final Filter ALL =
        new Filter(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
  }

  /// Does the work in the name of the actor: whatever it changes on this thread is recorded as the
  /// actor's. What it lets other threads do is recorded as the service's own.
  <T> T acting(Actor actor, Supplier<T> work);

  /// The newest first; positions are numbers of entries. A manager sees what belonged to the
  /// manager's teams when it was changed, also after the connection was removed; nobody else sees
  /// anything.
  Slice<AuditEntry> list(Visibility visibility, Filter filter, PageArgs<Long> page);

  long count(Visibility visibility, Filter filter);
}
