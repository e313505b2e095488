package ai.superit.halo.application.testing;

import ai.superit.halo.application.PageArgs;
import ai.superit.halo.application.Slice;
import ai.superit.halo.application.alert.AlertNotice;
import ai.superit.halo.application.alert.AlertNotice.Change;
import ai.superit.halo.application.notification.NoticeOutbox;
import ai.superit.halo.domain.Key;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.notification.AlertChannel;
import ai.superit.halo.domain.notification.ChannelId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/// Notices by channel.
record InMemoryNoticeOutbox(Memory memory) implements NoticeOutbox {
  record Id(Key<ChannelId> channel, UUID alert, Change change) {
    Id with(Change other) {
      return new Id(channel, alert, other);
    }
  }

  enum Phase {
    WAITING,
    SENT,
    GIVEN_UP,
    OVER
  }

  /// @param due when it is tried next, or when it was finished
  record Progress(Phase phase, int attempts, Instant due, Instant leasedUntil, String reason) {
    boolean isWaiting() {
      return phase == Phase.WAITING;
    }

    Progress ended(Phase how, Instant at, String why) {
      return new Progress(how, attempts, at, Instant.EPOCH, why);
    }
  }

  record Kept(long number, AlertNotice notice, Progress progress) {
    Kept with(Progress next) {
      return new Kept(number, notice, next);
    }
  }

  @Override
  public void post(AlertNotice notice) {
    memory.with(state -> {
      for (var channel : List.copyOf(state.channels.keySet())) {
        var id = new Id(channel, notice.alert(), notice.change());
        if (channel.connection().equals(notice.connection()) && isToBeTold(state, id, notice)) {
          var progress = new Progress(Phase.WAITING, 0, notice.at(), Instant.EPOCH, "");
          state.notices.putIfAbsent(id, new Kept(++state.lastNotice, notice, progress));
        }
      }
      return true;
    });
  }

  private static boolean isToBeTold(State state, Id id, AlertNotice notice) {
    if (notice.change() == Change.OPENED) {
      return true;
    }
    var opening = state.notices.get(id.with(Change.OPENED));
    if (opening == null) {
      return false;
    }
    var progress = opening.progress();
    if (progress.isWaiting() && progress.attempts() == 0) {
      state.notices.put(
          id.with(Change.OPENED), opening.with(progress.ended(Phase.OVER, notice.at(), "")));
      return false;
    }
    return progress.isWaiting() || progress.phase() == Phase.SENT;
  }

  @Override
  public List<Claimed> claim(int atMost, Duration lease, Instant now) {
    return memory.with(state -> {
      var next = new LinkedHashMap<Key<ChannelId>, Id>();
      state.notices.entrySet().stream()
          .filter(entry -> isDue(state, entry.getKey(), entry.getValue(), now))
          .sorted(Comparator.comparingLong(entry -> entry.getValue().number()))
          .forEach(entry -> next.putIfAbsent(entry.getKey().channel(), entry.getKey()));
      var claimed = new ArrayList<Claimed>();
      next.values().stream()
          .limit(atMost)
          .forEach(id -> claimed.add(claimed(state, id, now.plus(lease))));
      return List.copyOf(claimed);
    });
  }

  private static boolean isDue(State state, Id id, Kept kept, Instant now) {
    var opening = state.notices.get(id.with(Change.OPENED));
    var isBlocked =
        id.change() == Change.RESOLVED && opening != null && opening.progress().isWaiting();
    var isTaken =
        state.notices.entrySet().stream()
            .filter(other -> other.getKey().channel().equals(id.channel()))
            .map(other -> other.getValue().progress())
            .anyMatch(other -> other.isWaiting() && other.leasedUntil().isAfter(now));
    return kept.progress().isWaiting()
        && !kept.progress().due().isAfter(now)
        && !isBlocked
        && !isTaken;
  }

  private static Claimed claimed(State state, Id id, Instant until) {
    var kept = kept(state, id);
    var before = kept.progress();
    var attempt = before.attempts() + 1;
    state.notices.put(
        id, kept.with(new Progress(before.phase(), attempt, before.due(), until, before.reason())));
    return new Claimed(channel(state, id), kept.notice(), attempt);
  }

  private static Kept kept(State state, Id id) {
    return Optional.ofNullable(state.notices.get(id)).orElseThrow();
  }

  private static AlertChannel channel(State state, Id id) {
    return Optional.ofNullable(state.channels.get(id.channel())).orElseThrow().channel();
  }

  @Override
  public void finish(Claimed claimed, Ending ending, Instant now) {
    memory.with(state -> {
      var notice = claimed.notice();
      var channel = new Key<>(notice.connection(), claimed.channel().id());
      var id = new Id(channel, notice.alert(), notice.change());
      var kept = state.notices.get(id);
      if (kept == null
          || !kept.progress().isWaiting()
          || kept.progress().attempts() != claimed.attempt()) {
        return false;
      }
      var progress = kept.progress();
      state.notices.put(
          id,
          kept.with(
              switch (ending) {
                case Ending.Sent() -> progress.ended(Phase.SENT, now, "");
                case Ending.Retry(var at, var reason) ->
                    progress.ended(Phase.WAITING, at, StorableText.of(reason));
                case Ending.GivenUp(var reason) ->
                    progress.ended(Phase.GIVEN_UP, now, StorableText.of(reason));
              }));
      if (ending instanceof Ending.GivenUp && notice.change() == Change.OPENED) {
        state.notices.computeIfPresent(
            id.with(Change.RESOLVED),
            (_, end) -> end.with(end.progress().ended(Phase.OVER, now, "")));
      }
      return true;
    });
  }

  @Override
  public Slice<Untold> untold(ConnectionId connection, PageArgs<Long> page) {
    return memory.with(state ->
        Slices.slice(
            untold(state, connection), Untold::number, Comparator.<Long>reverseOrder(), page));
  }

  @Override
  public long countUntold(ConnectionId connection) {
    return memory.with(state -> untold(state, connection).count());
  }

  private static Stream<Untold> untold(State state, ConnectionId connection) {
    return state.notices.entrySet().stream()
        .filter(entry -> entry.getKey().channel().connection().equals(connection))
        .filter(entry -> {
          var phase = entry.getValue().progress().phase();
          return phase == Phase.WAITING || phase == Phase.GIVEN_UP;
        })
        .map(entry -> untold(state, entry.getKey(), entry.getValue()));
  }

  private static Untold untold(State state, Id id, Kept kept) {
    var progress = kept.progress();
    return new Untold(
        kept.number(),
        channel(state, id),
        kept.notice(),
        progress.attempts(),
        progress.reason(),
        progress.isWaiting() ? Optional.of(progress.due()) : Optional.empty());
  }

  @Override
  public int clear(Instant now) {
    var before = now.minus(KEPT);
    return memory.with(state -> {
      var old =
          state.notices.keySet().stream()
              .filter(id -> isFinished(state, id, before))
              .filter(id ->
                  id.change() == Change.RESOLVED
                      || kept(state, id).progress().phase() != Phase.SENT
                      || isFinished(state, id.with(Change.RESOLVED), before))
              .toList();
      old.forEach(state.notices::remove);
      return old.size();
    });
  }

  private static boolean isFinished(State state, Id id, Instant before) {
    var kept = state.notices.get(id);
    return kept != null && !kept.progress().isWaiting() && kept.progress().due().isBefore(before);
  }
}
