package ai.superit.halo.application.connection;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Decides when a tenant may be called, and learns its limit from its answers. Not safe for use by
/// several threads: a store reads it, asks it and writes it back within one transaction.
///
/// For each length that the window may have, it holds how many calls were refused and how many
/// taken. An answer that does not fit refutes that length. Calls are paced, so that lengths that
/// cannot be told apart do not matter: an even stream is within all of them. A call that goes
/// beyond what was ever taken is a trial: it goes alone. A limit that the tenant itself names when
/// it refuses replaces all guesses, and is put to the test from then on as they are.
public final class TenantBudget {
  /// How much an operator lets us use.
  ///
  /// @param calls the most calls within `window`; 0 for as many as the tenant takes
  /// @param percentForOthers the share of the learned limit that other programs of the tenant keep
  public record Bound(int calls, Duration window, int percentForOthers) {
    /// Whatever the tenant takes.
    public static final Bound NONE = new Bound(0, Duration.ofMinutes(5), 0);

    public Bound {
      if (calls < 0 || window.compareTo(Duration.ofSeconds(1)) < 0) {
        throw new IllegalArgumentException(
            "a bound has at least 0 calls in at least 1 second, not " + calls + " in " + window);
      }
      if (percentForOthers < 0 || percentForOthers > 90) {
        throw new IllegalArgumentException(
            "the share for others is from 0 to 90 percent, not " + percentForOthers);
      }
    }
  }

  /// @param delay zero if the call may be made now, else how long to wait before asking again
  /// @param trial whether nobody else is let through until [#accepted] or [#refused] is told
  public record Decision(Duration delay, boolean trial) {
    public boolean isGranted() {
      return delay.isZero();
    }
  }

  /// What is to be remembered of a tenant, as numbers.
  ///
  /// @param newest the number of the newest slot of the log, counted in [#SLOT] since 1970
  public record Memory(long newest, List<Long> log, List<Long> learned) {
    /// Of a tenant that was never called.
    public static final Memory NONE = new Memory(0, List.of(), List.of());

    public Memory {
      log = Longs.copyOf(log);
      learned = Longs.copyOf(learned);
    }

    /// Whether this came of the other one without counting any call.
    public boolean hasLogOf(Memory other) {
      return newest == other.newest && Longs.copyOf(log).sameAs(Longs.copyOf(other.log));
    }
  }

  /// @param calls the learned limit within `window`
  /// @param used how many calls the latest `window` had
  /// @param remaining how many are left now; 0 where nothing is learned
  /// @param refusals how many refusals the last window saw, three at most
  /// @param blockedUntil until when nobody calls; empty if the tenant may be called
  public record State(
      Optional<Long> calls,
      Duration window,
      long used,
      long remaining,
      int refusals,
      Optional<Instant> blockedUntil) {}

  /// How long the calls are counted that are remembered together.
  public static final Duration SLOT = Duration.ofMillis(CallLog.SLOT_MILLIS);

  /// The last one is for a length that the tenant names.
  private static final long[] WINDOWS = {60_000, 120_000, 180_000, 300_000, 0};

  private static final int REFUSALS = 3;

  /// So few calls say nothing when one is refused: somebody else has used up the tenant's limit.
  private static final long FEW = 20;

  /// How much faster than the limit calls are paced, so that what was missed is made up for. In the
  /// rest of a window nobody calls, so that a window later no call leaves it and makes room: people
  /// have only what is reserved for them, and that time must be short.
  private static final double HASTE = 1.01;

  private static final long SETTLED_MILLIS = 1_200_000;

  private static final long FIRST_PACE = 1_000_000;
  private static final long FAST_PACE = 14_000_000;
  private static final long TRIAL_MILLIS = 30_000;
  private static final long FIRST_TRIAL_MILLIS = 280;

  /// A time until which to wait that differs by less is the same.
  private static final long CLOCK_MILLIS = 2_000;

  private static final long STILL_WAITING_MILLIS = 2_500;
  private static final long PERSON_MILLIS = 500;

  /// What is remembered, by its place in the numbers; the pace is in calls in a billion
  /// milliseconds.
  private static final int PACE = 0;

  private static final int NEXT_PACED = 1;
  private static final int CLOSED_UNTIL = 2;
  private static final int TRIAL_UNTIL = 3;
  private static final int RAISE_AT = 4;
  private static final int RAISED = 5;
  private static final int UNSURE = 6;
  private static final int REFUSED_AT = 7;
  private static final int ASKED_AT = REFUSED_AT + REFUSALS;
  private static final int WAITS_SINCE = ASKED_AT + Lane.values().length;
  private static final int GUESSES = WAITS_SINCE + Lane.values().length;

  private final Bound bound;
  private final long now;
  private final Memory before;
  private final CallLog log;
  private final long[] facts = new long[GUESSES + WINDOWS.length * WindowGuess.STORED];
  private final List<WindowGuess> guesses = guesses();

  private TenantBudget(Bound bound, Memory memory, Instant now) {
    this.bound = bound;
    this.now = now.toEpochMilli();
    this.before = memory;
    facts[PACE] = FIRST_PACE;
    if (memory.learned().size() == facts.length) {
      System.arraycopy(Longs.copyOf(memory.learned()).toLongs(), 0, facts, 0, facts.length);
      for (int i = 0; i < WINDOWS.length; i++) {
        guesses.get(i).read(facts, GUESSES + i * WindowGuess.STORED);
      }
    }
    var span = bound.window().toMillis();
    for (var guess : guesses) {
      span = Math.max(span, guess.windowMillis);
    }
    this.log = new CallLog(span, memory.newest(), Longs.copyOf(memory.log()).toLongs());
    log.moveTo(this.now);
  }

  private static List<WindowGuess> guesses() {
    var guesses = new ArrayList<WindowGuess>(WINDOWS.length);
    for (var window : WINDOWS) {
      guesses.add(new WindowGuess(window));
    }
    return guesses;
  }

  public static TenantBudget at(Instant now, Bound bound, Memory memory) {
    return new TenantBudget(bound, memory, now);
  }

  /// Where nothing was counted, the log is the one that was given.
  public Memory memory() {
    for (int i = 0; i < WINDOWS.length; i++) {
      guesses.get(i).write(facts, GUESSES + i * WindowGuess.STORED);
    }
    return log.isCounted()
        ? new Memory(log.newest(), Longs.of(log.slots()), Longs.of(facts))
        : new Memory(before.newest(), before.log(), Longs.of(facts));
  }

  /// Counts one call of the lane if it may be made now.
  public Decision ask(Lane lane) {
    if (waitsSince(lane) == 0 || !isStillWaiting(lane)) {
      facts[WAITS_SINCE + place(lane)] = now;
    }
    facts[ASKED_AT + place(lane)] = now;
    var wait = waitFor(lane);
    return wait > 0 ? new Decision(Duration.ofMillis(wait), false) : grant(lane);
  }

  /// The tenant took the call that was granted as a trial.
  public void accepted() {
    facts[TRIAL_UNTIL] = 0;
    for (var guess : possible()) {
      guess.accepted(log.atLeast(guess.windowMillis), possible().size() > 1);
    }
    if (possible().stream().allMatch(guess -> fits(guess, Lane.BACKFILL))) {
      facts[UNSURE] = 0;
    }
  }

  /// The tenant refused a call. Refusals of calls that were under way together count once.
  ///
  /// @param pause how long nobody calls, at least
  public void refused(Duration pause) {
    log.add(-1);
    facts[TRIAL_UNTIL] = 0;
    if (now < facts[CLOSED_UNTIL]) {
      return;
    }
    var surprised = learnFromRefusal();
    System.arraycopy(facts, REFUSED_AT + 1, facts, REFUSED_AT, REFUSALS - 1);
    facts[REFUSED_AT + REFUSALS - 1] = now;
    facts[UNSURE] = 1;
    facts[RAISED] = 0;
    facts[RAISE_AT] = now + Math.max(4 * longest(), surprised ? 0 : SETTLED_MILLIS);
    var enough = surprised ? facts[REFUSED_AT] + longest() : 0;
    facts[CLOSED_UNTIL] = Math.max(now + pause.toMillis(), enough);
  }

  /// The tenant named its limit while it refused a call; told after [#refused].
  public void stated(StatedLimit limit) {
    named().stated(limit.calls(), limit.window().toMillis());
  }

  /// Whether [#told] would change anything that matters.
  public boolean isNews(Allowance allowance) {
    return allowance.remaining() == 0
        ? now + allowance.resetIn().toMillis() > facts[CLOSED_UNTIL] + CLOCK_MILLIS
        : usedByOthers(allowance) > Math.max(4, allowance.calls() / 50);
  }

  /// The tenant said in the headers of an answer what is left. They do not name their window, so no
  /// limit is taken from them: calls that others made count as ours, and when none is left nobody
  /// calls.
  public void told(Allowance allowance) {
    if (!isNews(allowance)) {
      return;
    }
    log.add(Math.max(0, usedByOthers(allowance)));
    if (allowance.remaining() == 0) {
      facts[CLOSED_UNTIL] = Math.max(facts[CLOSED_UNTIL], now + allowance.resetIn().toMillis());
    }
  }

  /// What is more than our calls within the longest window that the tenant may have. Of a longer
  /// one nothing is known.
  private long usedByOthers(Allowance allowance) {
    return allowance.resetIn().toMillis() > longest()
        ? 0
        : allowance.calls() - allowance.remaining() - Math.max(0, log.atMost(longest()));
  }

  public State state() {
    var guess = tightest();
    var used = Math.max(0, log.atMost(guess.windowMillis));
    var left = Math.max(0, ours(guess) - used);
    return new State(
        guess.isKnown() ? Optional.of(guess.limit()) : Optional.empty(),
        Duration.ofMillis(guess.windowMillis),
        used,
        guess.isKnown() ? left : 0,
        refusals(),
        Optional.of(facts[CLOSED_UNTIL]).filter(until -> until > now).map(Instant::ofEpochMilli));
  }

  private long waitFor(Lane lane) {
    if (facts[CLOSED_UNTIL] > now) {
      return facts[CLOSED_UNTIL] - now;
    }
    if (facts[TRIAL_UNTIL] > now) {
      return Math.min(facts[TRIAL_UNTIL] - now, 100);
    }
    if (!isFirst(lane)) {
      return 200;
    }
    if (!hasRoom(lane)) {
      return CallLog.millisLeft(now);
    }
    // Others that may be further ahead wait for the one that starves.
    return Math.max(0, facts[NEXT_PACED] - now - ahead(isStarving(lane) ? Lane.REREAD : lane));
  }

  /// Earlier lanes go first by what the later ones leave to them. A lane that has waited for longer
  /// than it has patience has the next call for itself; of several, the one for which that is most.
  private boolean isFirst(Lane lane) {
    return Arrays.stream(Lane.values())
        .allMatch(other -> !isStarving(other) || need(other) <= need(lane));
  }

  private boolean isStarving(Lane lane) {
    return need(lane) > 1;
  }

  private double need(Lane lane) {
    var patience = lane == Lane.PERSON ? PERSON_MILLIS : longest() / 20;
    return waitsSince(lane) != 0 && isStillWaiting(lane)
        ? (double) (now - waitsSince(lane)) / patience
        : 0;
  }

  private boolean isStillWaiting(Lane lane) {
    return now - facts[ASKED_AT + place(lane)] < STILL_WAITING_MILLIS;
  }

  private boolean hasRoom(Lane lane) {
    var within = isStarving(lane) ? Lane.PERSON : lane;
    if (bound.calls() > 0 && log.atMost(bound.window().toMillis()) >= room(bound.calls(), within)) {
      return false;
    }
    // After a refusal the lengths disagree on when there is room again: the first is tried first,
    // late enough for a refusal to refute it.
    var tries = facts[UNSURE] == 1 && refusals() < REFUSALS && possible().size() > 1;
    return possible().stream().allMatch(guess -> fits(guess, within))
        || (tries
            && possible().stream()
                .anyMatch(guess -> guess.isClear(log.atMost(guess.windowMillis))));
  }

  private boolean fits(WindowGuess guess, Lane lane) {
    return !guess.isKnown() || log.atMost(guess.windowMillis) < room(ours(guess), lane);
  }

  private long ours(WindowGuess guess) {
    return guess.isKnown()
        ? Math.max(1, guess.limit() * (100 - bound.percentForOthers()) / 100)
        : Long.MAX_VALUE;
  }

  private static long room(long calls, Lane lane) {
    var reserve = Math.min(calls / 4, Math.max(4, calls / 50));
    var left =
        switch (lane) {
          case PERSON -> 0;
          case REREAD -> reserve / 2;
          case POLL -> reserve * 3 / 4;
          case BACKFILL -> reserve;
        };
    return Math.max(1, calls - left);
  }

  private Decision grant(Lane lane) {
    if (now >= facts[RAISE_AT]) {
      raise();
    }
    facts[WAITS_SINCE + place(lane)] = 0;
    log.add(1);
    facts[NEXT_PACED] = Math.max(facts[NEXT_PACED], now) + (long) (1e9 / pace());
    var trial = facts[UNSURE] == 1 || goesBeyond();
    facts[TRIAL_UNTIL] = trial ? now + trialMillis() : 0;
    return new Decision(Duration.ZERO, trial);
  }

  /// Nothing is known at first, and a slow tenant would be learned slowly by one call after
  /// another.
  private long trialMillis() {
    return tightest().isKnown() ? TRIAL_MILLIS : FIRST_TRIAL_MILLIS;
  }

  /// Whoever sets a bound vouches for the calls within it, and who lets so many calls through
  /// without a refusal has no limit that calls one by one would find.
  private boolean goesBeyond() {
    return (tightest().isKnown() || (bound.calls() == 0 && facts[PACE] < FAST_PACE))
        && possible().stream().anyMatch(guess -> !guess.hasProven(log.atMost(guess.windowMillis)));
  }

  private void raise() {
    var tightest = tightest();
    if (!tightest.isKnown()) {
      facts[RAISE_AT] = now + 6_000;
      facts[PACE] += now - facts[NEXT_PACED] < 2_000 ? facts[PACE] / 10 : 0;
      return;
    }
    facts[RAISE_AT] = now + longest();
    if (log.atMost(tightest.windowMillis) >= room(ours(tightest), Lane.BACKFILL) * 9 / 10) {
      var share = 0.01 * (1 << Math.min(facts[RAISED]++, 4));
      possible().forEach(guess -> guess.raise(share));
    }
  }

  /// @return whether no length of the window explains it
  private boolean learnFromRefusal() {
    if (!tightest().isKnown() && log.atLeast(longest()) < FEW) {
      facts[PACE] = FIRST_PACE;
      return true;
    }
    var contradicted =
        possible().stream()
            .filter(guess -> guess.contradictsRefusalAt(log.atLeast(guess.windowMillis)))
            .toList();
    if (contradicted.size() == possible().size()) {
      (named().windowMillis > 0 ? possible() : guesses.subList(0, guesses.size() - 1))
          .forEach(guess -> guess.crowded(log.atLeast(guess.windowMillis)));
      return true;
    }
    contradicted.forEach(WindowGuess::refute);
    possible().forEach(guess -> guess.refused(log.atLeast(guess.windowMillis)));
    return false;
  }

  /// All calls are paced together, those of people too, although they do not wait for it.
  private double pace() {
    var guess = paced();
    if (guess.isKnown()) {
      return HASTE * 1e9 * ours(guess) / guess.windowMillis;
    }
    return bound.calls() > 0
        ? HASTE * 1e9 * bound.calls() / bound.window().toMillis()
        : facts[PACE];
  }

  /// How far a lane may be ahead of the pace. Some calls at once do not harm when there is room; a
  /// whole window of them would.
  private long ahead(Lane lane) {
    return switch (lane) {
      case PERSON -> Long.MAX_VALUE / 2;
      case REREAD, POLL -> pacedMillis() / 20;
      case BACKFILL -> pacedMillis() / 60;
    };
  }

  private long pacedMillis() {
    var guess = paced();
    if (guess.isKnown()) {
      return guess.windowMillis;
    }
    return bound.calls() > 0 ? bound.window().toMillis() : 0;
  }

  /// While calls go one by one to find out the length of the window, and the tenant has refused few
  /// calls in all, they need not be slow.
  private WindowGuess paced() {
    var ignorant = facts[UNSURE] == 1 && facts[REFUSED_AT] == 0;
    return ignorant
        ? possible().stream()
            .max(Comparator.comparingDouble(WindowGuess::callsPerMilli))
            .orElseThrow()
        : tightest();
  }

  private int refusals() {
    var since = now - longest();
    return (int) IntStream.range(0, REFUSALS).filter(i -> facts[REFUSED_AT + i] > since).count();
  }

  private List<WindowGuess> possible() {
    if (named().windowMillis > 0) {
      return List.of(named());
    }
    var possible = new ArrayList<WindowGuess>(guesses.size());
    for (var guess : guesses) {
      if (guess.windowMillis > 0 && guess.isPossible()) {
        possible.add(guess);
      }
    }
    return possible;
  }

  private WindowGuess named() {
    return guesses.getLast();
  }

  private WindowGuess tightest() {
    return possible().stream()
        .min(Comparator.comparingDouble(WindowGuess::callsPerMilli))
        .orElseThrow();
  }

  private long longest() {
    return possible().stream().mapToLong(guess -> guess.windowMillis).max().orElseThrow();
  }

  private long waitsSince(Lane lane) {
    return facts[WAITS_SINCE + place(lane)];
  }

  private static int place(Lane lane) {
    return switch (lane) {
      case PERSON -> 0;
      case REREAD -> 1;
      case POLL -> 2;
      case BACKFILL -> 3;
    };
  }
}
