package ai.superit.halo.graphql;

import static java.util.Objects.requireNonNull;

import ai.superit.halo.application.ChangeNotices;
import ai.superit.halo.application.StoreUnavailable;
import ai.superit.halo.application.ticket.TicketReads;
import ai.superit.halo.application.ticket.TicketView;
import ai.superit.halo.domain.Key;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.team.Visibility;
import ai.superit.halo.domain.ticket.TicketId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The changes of tickets that one caller may see, several in one event. Each ticket is read again
/// as the caller. What changes faster than it is taken is told as one: read again.
final class TicketFeed implements Feed<TicketFeed.News>, ChangeNotices.Listener {
  private static final int MOST_WAITING = 1_000;
  private static final int MOST_IN_EVENT = 100;
  private static final Duration BETWEEN_EVENTS = Duration.ofMillis(250);
  private static final Duration STORE_PAUSE = Duration.ofSeconds(1);

  enum Kind {
    LISTENING,
    CHANGED,
    READ_AGAIN
  }

  /// @param gone tickets that were asked for by their ids and cannot be seen any more
  record News(Kind kind, List<TicketView> tickets, List<Key<TicketId>> gone) {
    boolean isEmpty() {
      return tickets.isEmpty() && gone.isEmpty();
    }
  }

  private final TicketReads reads;
  private final Visibility visibility;
  private final ConnectionId connection;
  private final Set<Key<TicketId>> wanted;
  private final Set<Key<TicketId>> seen = new HashSet<>();
  private final Set<Key<TicketId>> waiting = new LinkedHashSet<>();
  private final ChangeNotices.Listening listening;
  private boolean missed;

  /// @param wanted the only tickets that are told of; all if empty
  TicketFeed(
      ProductPorts.Reads reads,
      Visibility visibility,
      ConnectionId connection,
      Set<Key<TicketId>> wanted) {
    this.reads = reads.tickets();
    this.visibility = visibility;
    this.connection = connection;
    this.wanted = Set.copyOf(wanted);
    this.listening = reads.changes().listen(connection, this);
  }

  @Override
  public synchronized void ticketsChanged(Set<TicketId> tickets) {
    tickets.stream()
        .map(ticket -> new Key<>(connection, ticket))
        .filter(key -> wanted.isEmpty() || wanted.contains(key))
        .forEach(waiting::add);
    if (waiting.size() > MOST_WAITING) {
      missed();
    }
    notifyAll();
  }

  @Override
  public void runsChanged() {}

  @Override
  public synchronized void missed() {
    missed = true;
    waiting.clear();
    notifyAll();
  }

  @Override
  public News first() {
    return new News(Kind.LISTENING, List.of(), lookAtWanted());
  }

  @Override
  public News next() throws InterruptedException {
    while (true) {
      Thread.sleep(BETWEEN_EVENTS);
      var changed = take();
      try {
        if (changed.isEmpty()) {
          return new News(Kind.READ_AGAIN, List.of(), lookAtWanted());
        }
        var news = read(changed);
        if (!news.isEmpty()) {
          return news;
        }
      } catch (StoreUnavailable unavailable) {
        missed();
        Thread.sleep(STORE_PAUSE);
      }
    }
  }

  @Override
  public void close() {
    listening.close();
  }

  /// Some tickets that changed; none if there were too many, or nobody knows which.
  private synchronized Set<Key<TicketId>> take() throws InterruptedException {
    while (waiting.isEmpty() && !missed) {
      wait();
    }
    if (missed) {
      missed = false;
      waiting.clear();
      return Set.of();
    }
    var some = waiting.stream().limit(MOST_IN_EVENT).collect(Collectors.toSet());
    waiting.removeAll(some);
    return some;
  }

  /// @return what could be seen before and cannot now
  private List<Key<TicketId>> lookAtWanted() {
    if (wanted.isEmpty()) {
      return List.of();
    }
    var visible = reads.ticketsByKey(visibility, wanted).keySet();
    var gone = seen.stream().filter(key -> !visible.contains(key)).toList();
    gone.forEach(seen::remove);
    seen.addAll(visible);
    return gone;
  }

  private News read(Set<Key<TicketId>> changed) {
    var visible = reads.ticketsByKey(visibility, changed);
    var gone = new ArrayList<Key<TicketId>>();
    for (var key : changed) {
      if (visible.containsKey(key)) {
        if (wanted.contains(key)) {
          seen.add(key);
        }
      } else if (seen.remove(key)) {
        gone.add(key);
      }
    }
    var tickets = changed.stream().filter(visible::containsKey).map(visible::get);
    return new News(Kind.CHANGED, tickets.map(ticket -> requireNonNull(ticket)).toList(), gone);
  }
}
