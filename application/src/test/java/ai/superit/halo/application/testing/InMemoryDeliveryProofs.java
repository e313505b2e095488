package ai.superit.halo.application.testing;

import ai.superit.halo.application.webhook.DeliveryProofs;
import ai.superit.halo.application.webhook.LoggedDelivery;
import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.webhook.DeliveryDigest;
import ai.superit.halo.domain.webhook.LogAccess;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/// Lists of what was said, compared with the inbox in memory.
record InMemoryDeliveryProofs(Memory memory) implements DeliveryProofs {
  /// Names a delivery in a log.
  record LogKey(ConnectionId connection, DeliveryDigest digest) {}

  /// What is kept of it.
  record Kept(
      LoggedDelivery said,
      Instant seenAt,
      Optional<Instant> receivedAt,
      Optional<Instant> repairedAt,
      String problem) {
    boolean isMissing(Instant seenBefore) {
      return receivedAt.isEmpty()
          && repairedAt.isEmpty()
          && (said.settled() || seenAt.isBefore(seenBefore));
    }

    boolean isLate() {
      return receivedAt.filter(at -> at.isAfter(said.sentAt().plus(LATE))).isPresent();
    }

    Missed missed() {
      return new Missed(said.digest(), said.sentAt(), said.objects(), repairedAt, problem);
    }
  }

  /// How it stands, and who has it.
  ///
  /// @param answering whether somebody had asked for the round that was begun and not finished
  record Turn(
      Standing standing, Instant due, boolean hurried, boolean answering, Instant busyUntil) {
    static final Turn NEW = new Turn(Standing.NEW, Instant.MIN, false, false, Instant.MIN);

    Standing shown() {
      var isOld = hurried || busyUntil.isAfter(Instant.MIN);
      return standing.access() == LogAccess.NOT_SET_UP && isOld
          ? new Standing(
              standing.webhook(),
              LogAccess.NOT_YET,
              standing.checkedTo(),
              standing.checkedAt(),
              standing.polledAt())
          : standing;
    }

    boolean isDue(Instant now) {
      return !due.isAfter(now) && !busyUntil.isAfter(now);
    }
  }

  @Override
  public List<ConnectionId> due(Instant now) {
    return memory.with(state ->
        state.accounts.values().stream()
            .map(State.Account::connection)
            .filter(connection -> !connection.isDeleting())
            .map(Connection::id)
            .filter(id -> state.proofs.getOrDefault(id, Turn.NEW).isDue(now))
            .toList());
  }

  @Override
  public void hasten(ConnectionId connection) {
    turn(
        connection,
        turn -> new Turn(turn.standing(), Instant.MIN, true, turn.answering(), turn.busyUntil()));
  }

  @Override
  public Optional<Claimed> claim(ConnectionId connection, Instant now, Instant leaseEnd) {
    return memory.with(state -> {
      var turn = state.proofs.getOrDefault(connection, Turn.NEW);
      if (!turn.isDue(now)) {
        return Optional.empty();
      }
      var answering = turn.hurried() || turn.answering();
      state.proofs.put(connection, new Turn(turn.standing(), leaseEnd, false, answering, leaseEnd));
      return Optional.of(new Claimed(turn.standing(), answering));
    });
  }

  @Override
  public void renew(ConnectionId connection, Instant leaseEnd) {
    turn(
        connection,
        turn -> new Turn(turn.standing(), turn.due(), turn.hurried(), turn.answering(), leaseEnd));
  }

  @Override
  public void finish(ConnectionId connection, Standing standing, Instant nextDue) {
    turn(
        connection,
        turn ->
            new Turn(
                standing,
                turn.hurried() ? Instant.MIN : nextDue,
                turn.hurried(),
                false,
                Instant.MIN));
  }

  private void turn(ConnectionId connection, UnaryOperator<Turn> change) {
    memory.with(state -> {
      var turn = change.apply(state.proofs.getOrDefault(connection, Turn.NEW));
      state.proofs.put(connection, turn);
      return turn;
    });
  }

  @Override
  public Set<DeliveryDigest> record(
      ConnectionId connection, Collection<LoggedDelivery> logged, Instant now) {
    return memory.with(state -> {
      var missed = new HashSet<DeliveryDigest>();
      for (var said : logged) {
        var key = new LogKey(connection, said.digest());
        var receipt = receipt(state, connection, said);
        if (receipt.isEmpty() && !state.logged.containsKey(key)) {
          missed.add(said.digest());
        }
        state.logged.merge(
            key,
            new Kept(said, now, receipt, Optional.empty(), ""),
            InMemoryDeliveryProofs::merged);
      }
      return missed;
    });
  }

  private static Kept merged(Kept before, Kept again) {
    var first = before.said().sentAt().isBefore(again.said().sentAt()) ? before : again;
    return new Kept(
        new LoggedDelivery(
            before.said().digest(),
            first.said().sentAt(),
            before.said().settled() || again.said().settled(),
            before.said().objects()),
        before.seenAt(),
        before.receivedAt().or(again::receivedAt),
        before.repairedAt(),
        before.problem());
  }

  private static Optional<Instant> receipt(
      State state, ConnectionId connection, LoggedDelivery said) {
    return state.deliveries.values().stream()
        .map(StoredDelivery::incoming)
        .filter(incoming -> incoming.connection().equals(connection))
        .filter(incoming -> DeliveryDigest.of(incoming.body()).equals(said.digest()))
        .map(incoming -> incoming.receivedAt())
        .min(Comparator.naturalOrder());
  }

  @Override
  public List<Missed> missing(ConnectionId connection, Instant seenBefore, int atMost) {
    return memory.with(state -> {
      state.logged.replaceAll((key, kept) ->
          key.connection().equals(connection) && kept.receivedAt().isEmpty()
              ? new Kept(
                  kept.said(),
                  kept.seenAt(),
                  receipt(state, connection, kept.said()),
                  kept.repairedAt(),
                  kept.problem())
              : kept);
      return all(state, connection).stream()
          .filter(kept -> kept.isMissing(seenBefore))
          .limit(atMost)
          .map(Kept::missed)
          .toList();
    });
  }

  @Override
  public void repaired(ConnectionId connection, Collection<DeliveryDigest> digests, Instant now) {
    digests.forEach(digest ->
        change(
            connection,
            digest,
            kept -> new Kept(kept.said(), kept.seenAt(), kept.receivedAt(), Optional.of(now), "")));
  }

  @Override
  public void failed(ConnectionId connection, Map<DeliveryDigest, String> problems) {
    problems.forEach((digest, why) ->
        change(
            connection,
            digest,
            kept ->
                new Kept(
                    kept.said(),
                    kept.seenAt(),
                    kept.receivedAt(),
                    kept.repairedAt(),
                    StorableText.of(why))));
  }

  private void change(ConnectionId connection, DeliveryDigest digest, UnaryOperator<Kept> change) {
    memory.with(state ->
        Optional.ofNullable(
            state.logged.computeIfPresent(
                new LogKey(connection, digest), (_, kept) -> change.apply(kept))));
  }

  @Override
  public Standing standing(ConnectionId connection) {
    return memory.with(state -> state.proofs.getOrDefault(connection, Turn.NEW).shown());
  }

  @Override
  public List<Hour> hours(ConnectionId connection, Instant since, Instant seenBefore) {
    return memory.with(state -> {
      var hours = new TreeMap<Instant, Hour>(Comparator.reverseOrder());
      for (var kept : all(state, connection)) {
        var hour = kept.said().sentAt().truncatedTo(ChronoUnit.HOURS);
        if (!hour.isBefore(since.truncatedTo(ChronoUnit.HOURS))) {
          var isReceived = kept.receivedAt().isPresent();
          var one =
              new Hour(
                  hour,
                  1,
                  isReceived ? 1 : 0,
                  kept.isLate() ? 1 : 0,
                  kept.isMissing(seenBefore) ? 1 : 0,
                  !isReceived && kept.repairedAt().isPresent() ? 1 : 0);
          hours.merge(hour, one, InMemoryDeliveryProofs::sum);
        }
      }
      return List.copyOf(hours.values());
    });
  }

  private static Hour sum(Hour one, Hour other) {
    return new Hour(
        one.hour(),
        one.sent() + other.sent(),
        one.received() + other.received(),
        one.late() + other.late(),
        one.missing() + other.missing(),
        one.repaired() + other.repaired());
  }

  @Override
  public List<Missed> lastMissed(ConnectionId connection, Instant seenBefore, int atMost) {
    return memory.with(state ->
        all(state, connection).reversed().stream()
            .filter(kept -> kept.receivedAt().isEmpty())
            .filter(kept -> kept.repairedAt().isPresent() || kept.isMissing(seenBefore))
            .limit(atMost)
            .map(Kept::missed)
            .toList());
  }

  @Override
  public void forgetBefore(ConnectionId connection, Instant moment) {
    memory.with(state ->
        state
            .logged
            .entrySet()
            .removeIf(entry ->
                entry.getKey().connection().equals(connection)
                    && entry.getValue().said().sentAt().isBefore(moment)
                    && entry.getValue().seenAt().isBefore(moment)));
  }

  private static List<Kept> all(State state, ConnectionId connection) {
    return state.logged.entrySet().stream()
        .filter(entry -> entry.getKey().connection().equals(connection))
        .map(Map.Entry::getValue)
        .sorted(
            Comparator.comparing((Kept kept) -> kept.said().sentAt())
                .thenComparing(kept -> kept.said().digest().hex()))
        .toList();
  }
}
