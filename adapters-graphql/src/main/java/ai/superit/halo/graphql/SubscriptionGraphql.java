package ai.superit.halo.graphql;

import ai.superit.halo.domain.Key;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.SyncRun;
import ai.superit.halo.domain.ticket.TicketId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What can be listened to.
final class SubscriptionGraphql {
  private static final int MAX_TICKETS = 100;

  /// @param session of the run of the operation that answers the event
  private record TicketChange(TicketFeed.News news, Session session) {}

  private record SyncProgress(ConnectionId connection, List<SyncRun> runs) {}

  private SubscriptionGraphql() {}

  static void wire(Wiring wiring) {
    wiring.subscription("ticketChanged", SubscriptionGraphql::ticketChanged);
    wiring
        .type("TicketChange", TicketChange.class)
        .read("kind", change -> change.news().kind())
        .read("tickets", change -> TicketNode.all(change.session(), change.news().tickets()))
        .read("goneIds", change -> change.news().gone().stream().map(TicketGraphql::id).toList());
    wiring.subscription("syncProgress", SubscriptionGraphql::syncProgress);
    wiring
        .type("SyncProgress", SyncProgress.class)
        .read(
            "connectionId", progress -> new GlobalId.OfConnection(progress.connection()).encoded())
        .read("runs", SyncProgress::runs);
  }

  private static TicketChange ticketChanged(Session session, Arguments given) {
    var connection = connection(session, given);
    var wanted = wanted(given, connection);
    var news =
        given
            .listening()
            .event(
                TicketFeed.News.class,
                () -> new TicketFeed(session.reads(), session.visibility(), connection, wanted));
    session.counted(news.tickets());
    return new TicketChange(news, session);
  }

  private static SyncProgress syncProgress(Session session, Arguments given) {
    if (!session.caller().isManager()) {
      throw FieldFailure.managersOnly();
    }
    var connection = connection(session, given);
    given
        .listening()
        .event(ConnectionId.class, () -> new RunFeed(session.reads().changes(), connection));
    return new SyncProgress(connection, session.oversight().runs().latest(connection));
  }

  /// Only managers see connections as such. Others are told of what they may see under any.
  private static ConnectionId connection(Session session, Arguments given) {
    return GlobalId.connection(given.requiredText("connectionId"))
        .filter(id -> !session.caller().isManager() || session.connection(id) != null)
        .orElseThrow(() ->
            new FieldFailure(
                ErrorCode.NOT_FOUND,
                "`connectionId` names no connection: take the `connectionId` of a ticket."));
  }

  private static Set<Key<TicketId>> wanted(Arguments given, ConnectionId connection) {
    var ids = given.list("ticketIds");
    if (given.given("ticketIds") && (ids.isEmpty() || ids.size() > MAX_TICKETS)) {
      throw FieldFailure.invalid("`ticketIds` has 1 to " + MAX_TICKETS + " ids.");
    }
    var wanted = new HashSet<Key<TicketId>>();
    for (var id : ids) {
      TicketGraphql.key((String) id)
          .filter(key -> key.connection().equals(connection))
          .ifPresentOrElse(
              wanted::add,
              () -> {
                throw FieldFailure.invalid("`ticketIds` holds an id that is no ticket's there.");
              });
    }
    return wanted;
  }
}
