package ai.superit.halo.application.testing;

import ai.superit.halo.application.webhook.IncomingDelivery;
import ai.superit.halo.application.webhook.WebhookWatch;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.webhook.ChosenEvents;
import ai.superit.halo.domain.webhook.WebhookProblem;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

/// What is watched, by connection.
record InMemoryWebhookWatch(Memory memory) implements WebhookWatch {
  /// @param claimedAt when somebody last took on the looking
  record Kept(Watched watched, Instant claimedAt) {
    static final Kept NOTHING =
        new Kept(
            new Watched(
                false,
                Optional.empty(),
                Optional.empty(),
                ChosenEvents.DEFAULT,
                Optional.empty(),
                Repairs.NONE),
            Instant.MIN);
  }

  /// A change of the webhook that is under way.
  record Change(UUID name, Instant until) {}

  @Override
  public boolean beginChange(ConnectionId connection, UUID change, Instant now, Instant until) {
    return memory.with(state -> {
      var before = state.changes.get(connection);
      var isFree = before == null || !before.until().isAfter(now);
      if (isFree) {
        state.changes.put(connection, new Change(change, until));
      }
      return isFree;
    });
  }

  @Override
  public void endChange(ConnectionId connection, UUID change) {
    memory.with(
        state -> state.changes.values().removeIf(underWay -> underWay.name().equals(change)));
  }

  @Override
  public Watched watched(ConnectionId connection) {
    return memory.with(state -> state.watched.getOrDefault(connection, Kept.NOTHING).watched());
  }

  @Override
  public Optional<IncomingDelivery> latest(ConnectionId connection) {
    return memory.with(state ->
        state.deliveries.values().stream()
            .map(StoredDelivery::incoming)
            .filter(delivery -> delivery.connection().equals(connection))
            .reduce((_, later) -> later));
  }

  @Override
  public void registered(ConnectionId connection, String haloId, Instant now) {
    change(
        connection,
        kept -> {
          var before = kept.watched();
          return new Kept(
              new Watched(
                  true,
                  Optional.of(haloId),
                  before.automatic() ? before.since() : Optional.of(now),
                  before.events(),
                  Optional.of(
                      new Finding(
                          now,
                          Set.of(),
                          "",
                          before.finding().map(Finding::otherEvents).orElse(Set.of()))),
                  before.repairs()),
              now);
        });
  }

  @Override
  public void leftToPeople(ConnectionId connection, Instant now) {
    change(
        connection,
        kept -> {
          var before = kept.watched();
          return new Kept(
              new Watched(
                  false,
                  before.haloId(),
                  Optional.of(now),
                  before.events(),
                  Optional.empty(),
                  before.repairs()),
              kept.claimedAt());
        });
  }

  @Override
  public void choose(ConnectionId connection, ChosenEvents events) {
    memory.with(state -> {
      var unwanted = new HashSet<>(state.unwanted.getOrDefault(connection, Set.of()));
      var before = state.watched.getOrDefault(connection, Kept.NOTHING).watched().events();
      unwanted.addAll(before.all());
      unwanted.removeAll(events.all());
      return state.unwanted.put(connection, unwanted);
    });
    change(
        connection,
        kept -> {
          var before = kept.watched();
          return new Kept(
              new Watched(
                  before.automatic(),
                  before.haloId(),
                  before.since(),
                  events,
                  before.finding(),
                  before.repairs()),
              Instant.MIN);
        });
  }

  @Override
  public Set<Integer> unwanted(ConnectionId connection) {
    return memory.with(state -> Set.copyOf(state.unwanted.getOrDefault(connection, Set.of())));
  }

  @Override
  public void removed(ConnectionId connection, Set<Integer> numbers) {
    memory.with(state -> {
      var unwanted = new HashSet<>(state.unwanted.getOrDefault(connection, Set.of()));
      unwanted.removeAll(numbers);
      return state.unwanted.put(connection, unwanted);
    });
  }

  @Override
  public boolean claim(ConnectionId connection, Instant now, Instant before) {
    return memory.with(state -> {
      var kept = state.watched.getOrDefault(connection, Kept.NOTHING);
      var isDue = kept.watched().automatic() && !kept.claimedAt().isAfter(before);
      if (isDue) {
        state.watched.put(connection, new Kept(kept.watched(), now));
      }
      return isDue;
    });
  }

  @Override
  public void found(ConnectionId connection, Finding finding, Set<WebhookProblem> mended) {
    change(
        connection,
        kept -> {
          var before = kept.watched();
          return new Kept(
              new Watched(
                  before.automatic(),
                  before.haloId(),
                  before.since(),
                  before.events(),
                  Optional.of(finding),
                  mended.isEmpty()
                      ? before.repairs()
                      : new Repairs(
                          before.repairs().count() + 1, Optional.of(finding.at()), mended)),
              kept.claimedAt());
        });
  }

  private void change(ConnectionId connection, UnaryOperator<Kept> change) {
    memory.with(state ->
        state.watched.put(
            connection, change.apply(state.watched.getOrDefault(connection, Kept.NOTHING))));
  }
}
