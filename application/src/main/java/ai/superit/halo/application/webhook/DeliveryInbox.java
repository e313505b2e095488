package ai.superit.halo.application.webhook;

import ai.superit.halo.domain.connection.ConnectionId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Keeps every accepted delivery, and hands the open ones out to workers.
public interface DeliveryInbox {
  /// How the inbox of a connection stands. What waits, is quarantined or parked may be more than is
  /// said, but only above [#COUNTED] of each.
  ///
  /// @param waiting accepted, not yet applied, including those that are being worked on, and copies
  ///   of others that no worker has looked at yet
  /// @param copies deliveries that nobody worked on because the same bytes had come before
  /// @param oldestWaiting when the oldest of these was received, or somebody had it replayed;
  ///   absent if none waits
  record State(
      long waiting,
      long applied,
      long quarantined,
      long parked,
      long copies,
      Optional<Instant> oldestWaiting) {
    public static final int COUNTED = 100_000;
  }

  /// What is left to others.
  ///
  /// @param connections with all their strands
  record Except(Set<ConnectionId> connections, Set<Strand> strands) {
    public static final Except NOTHING = new Except(Set.of(), Set.of());

    public Except {
      connections = Set.copyOf(connections);
      strands = Set.copyOf(strands);
    }

    public boolean covers(Strand strand) {
      return connections.contains(strand.connection()) || strands.contains(strand);
    }
  }

  /// Returns only after the delivery is durable. Many callers at once share one commit. The same
  /// bytes may be accepted for a connection any number of times, and are handed out once.
  ///
  /// @throws ai.superit.halo.application.StoreUnavailable if it may not have been stored: the
  ///   sender must try again
  void accept(IncomingDelivery delivery);

  /// Takes on due deliveries that no other worker holds; empty if there are none. Each connection
  /// that has some gets an equal part of the limit, and of that each of its strands, so that the
  /// backlog of one does not hold up the others; the oldest of each come first. A worker that does
  /// not [#finish] or [#renew] them within the lease loses them to another. There may be fewer than
  /// asked for.
  List<ClaimedDelivery> claim(int limit, Except except, Duration lease, Instant now);

  /// Lets a worker that is still at work hold its deliveries until a new lease ends. A claim that
  /// is out of date or finished is passed over.
  ///
  /// @return how many claims are still this worker's
  int renew(Set<ClaimedDelivery.Claim> claims, Duration lease, Instant now);

  /// Records what became of deliveries. A claim that is out of date is passed over.
  ///
  /// What it comes to is counted in [DeliveryStatistics] with it, once.
  ///
  /// @param facts what was learned of them, for whoever looks at them later; of some it may be
  ///   nothing
  /// @return how many claims were still this worker's
  int finish(
      Map<ClaimedDelivery.Claim, Disposition> done,
      Map<ClaimedDelivery.Claim, DeliveryFacts> facts,
      Instant now);

  /// Lets all deliveries of the connection that wait for another attempt be due now. While they are
  /// young that attempt is not counted in [ClaimedDelivery#tries], so that however often they are
  /// hastened, they are parked no sooner; of older ones it is, so that what always fails is parked
  /// in the end. Done in portions: after a failure some may have been hastened.
  ///
  /// @param youngSince those are young that, since they came or a person had them replayed, first
  ///   failed at this moment or later
  /// @return how many there were
  int hasten(ConnectionId connection, Instant youngSince, Instant now);

  /// Waits until there may be something to claim, or the time is over.
  void awaitWork(Duration atMost) throws InterruptedException;

  State state(ConnectionId connection);
}
