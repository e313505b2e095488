package ai.superit.halo.application.testing;

import ai.superit.halo.application.PageArgs;
import ai.superit.halo.application.Slice;
import ai.superit.halo.application.audit.Actor;
import ai.superit.halo.application.audit.AuditEntry;
import ai.superit.halo.application.audit.AuditLog;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.team.TeamId;
import ai.superit.halo.domain.team.Visibility;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Entries in memory. Of all that changes only pauses are recorded here.
record InMemoryAuditLog(Memory memory) implements AuditLog {
  record Kept(TeamId managerTeam, AuditEntry entry) {}

  private static final ScopedValue<Actor> ACTING = ScopedValue.newInstance();

  @Override
  public <T> T acting(Actor actor, Supplier<T> work) {
    return ScopedValue.where(ACTING, actor).<T, RuntimeException>call(work::get);
  }

  @Override
  public Slice<AuditEntry> list(Visibility visibility, Filter filter, PageArgs<Long> page) {
    return memory.with(state ->
        Slices.slice(
            seen(state, visibility, filter), AuditEntry::number, Comparator.reverseOrder(), page));
  }

  @Override
  public long count(Visibility visibility, Filter filter) {
    return memory.with(state -> seen(state, visibility, filter).count());
  }

  void record(ConnectionId connection, Optional<String> before, Optional<String> after) {
    memory.with(state -> {
      var account = state.accounts.get(connection);
      var team = account == null ? new TeamId("-") : account.connection().managerTeam();
      var entry =
          new AuditEntry(
              state.audit.size() + 1L,
              memory.clock().instant(),
              Optional.of(connection),
              ACTING.isBound() ? Optional.of(ACTING.get()) : Optional.empty(),
              AuditEntry.Thing.SYNC_PAUSE,
              new AuditEntry.Content(before, after));
      return state.audit.add(new Kept(team, entry));
    });
  }

  private static Stream<AuditEntry> seen(State state, Visibility visibility, Filter filter) {
    return state.audit.stream()
        .filter(kept ->
            visibility instanceof Visibility.Managed(var teams)
                && teams.contains(kept.managerTeam()))
        .map(Kept::entry)
        .filter(entry -> isWanted(entry, filter));
  }

  private static boolean isWanted(AuditEntry entry, Filter filter) {
    return fits(filter.connection(), entry.connection())
        && fits(filter.subject(), entry.actor().map(Actor::subject))
        && fits(filter.action(), entry.actor().map(Actor::action))
        && fits(filter.thing(), Optional.of(entry.thing()))
        && filter.from().map(from -> !entry.at().isBefore(from)).orElse(true)
        && filter.to().map(to -> entry.at().isBefore(to)).orElse(true);
  }

  private static <T> boolean fits(Optional<T> wanted, Optional<T> is) {
    return wanted.isEmpty() || wanted.equals(is);
  }
}
