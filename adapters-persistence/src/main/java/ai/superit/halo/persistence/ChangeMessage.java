package ai.superit.halo.persistence;

import ai.superit.halo.application.ChangeListeners;
import ai.superit.halo.application.ChangeNotices.Listener;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.ticket.TicketId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What is written into a notice: a kind, a connection and, for tickets, their ids.
///
/// PostgreSQL takes fewer than 8,000 bytes in each.
final class ChangeMessage {
  static final String ANYTHING = "anything";
  private static final String RUNS = "runs";
  private static final String ALERTS = "alerts";
  private static final String TICKETS = "tickets";
  private static final int IDS = 300;
  private static final int MOST_IDS = 3_000;

  private ChangeMessage() {}

  /// What has changed of one connection since the last notices.
  static final class Changed {
    private final Set<Long> tickets = new TreeSet<>();
    private boolean runs;
    private boolean alerts;
    private boolean anything;

    void addTickets(Collection<Long> ids) {
      tickets.addAll(ids);
      if (tickets.size() > MOST_IDS) {
        addAnything();
      }
    }

    void addRuns() {
      runs = true;
    }

    void addAlerts() {
      alerts = true;
    }

    void addAnything() {
      anything = true;
      tickets.clear();
    }
  }

  static List<String> of(Map<ConnectionId, Changed> all) {
    return all.entrySet().stream()
        .flatMap(entry -> of(entry.getKey().toString(), entry.getValue()))
        .toList();
  }

  private static Stream<String> of(String connection, Changed changed) {
    if (changed.anything) {
      return Stream.of(ANYTHING + ' ' + connection);
    }
    var messages = new ArrayList<String>();
    if (changed.runs) {
      messages.add(RUNS + ' ' + connection);
    }
    if (changed.alerts) {
      messages.add(ALERTS + ' ' + connection);
    }
    var ids = changed.tickets.stream().map(String::valueOf).toList();
    for (int from = 0; from < ids.size(); from += IDS) {
      var part = ids.subList(from, Math.min(from + IDS, ids.size()));
      messages.add(TICKETS + ' ' + connection + ' ' + String.join(" ", part));
    }
    return messages.stream();
  }

  /// Tells the listeners. Content of another version of the service that is not understood means
  /// that anything may have changed.
  static void read(String content, ChangeListeners listeners) {
    var words = content.split(" ", -1);
    var connection = words.length < 2 ? null : ConnectionId.find(words[1]).orElse(null);
    if (connection == null) {
      listeners.tellAll(Listener::missed);
      return;
    }
    switch (words[0]) {
      case RUNS -> listeners.tell(connection, Listener::runsChanged);
      case ALERTS -> listeners.tell(connection, Listener::alertsChanged);
      case TICKETS -> {
        var ids = ids(words);
        listeners.tell(connection, listener -> listener.ticketsChanged(ids));
      }
      default -> listeners.tell(connection, Listener::missed);
    }
  }

  private static Set<TicketId> ids(String[] words) {
    return Stream.of(words)
        .skip(2)
        .map(word -> new TicketId(Long.parseLong(word)))
        .collect(Collectors.toUnmodifiableSet());
  }
}
