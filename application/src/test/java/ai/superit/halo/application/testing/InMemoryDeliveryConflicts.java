package ai.superit.halo.application.testing;

import ai.superit.halo.application.webhook.DeliveryConflicts;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.webhook.DeliveryDigest;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.UUID;

/// Names and what came under them.
record InMemoryDeliveryConflicts(Memory memory) implements DeliveryConflicts {
  record NameKey(ConnectionId connection, UUID name) {}

  record Known(DeliveryDigest digest, Instant seenAt) {}

  record ConflictKey(ConnectionId connection, long number) {}

  @Override
  public int remember(ConnectionId connection, Collection<Named> deliveries, Instant now) {
    return memory.with(state -> {
      var found = 0;
      for (var named :
          deliveries.stream().sorted(Comparator.comparingLong(Named::number)).toList()) {
        var first =
            state.names.computeIfAbsent(
                new NameKey(connection, named.id()), _ -> new Known(named.digest(), now));
        var key = new ConflictKey(connection, named.number());
        if (!first.digest().equals(named.digest())
            && state.conflicts.putIfAbsent(key, now) == null) {
          found++;
        }
      }
      return found;
    });
  }

  @Override
  public long count(ConnectionId connection, Instant since) {
    return memory.with(state ->
        state.conflicts.entrySet().stream()
            .filter(each -> each.getKey().connection().equals(connection))
            .filter(each -> !each.getValue().isBefore(since))
            .count());
  }

  @Override
  public void forgetBefore(Instant moment) {
    memory.with(state -> {
      state.names.values().removeIf(known -> known.seenAt().isBefore(moment));
      return state.conflicts.values().removeIf(at -> at.isBefore(moment));
    });
  }
}
