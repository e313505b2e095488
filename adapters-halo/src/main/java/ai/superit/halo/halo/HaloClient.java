package ai.superit.halo.halo;

import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.domain.connection.ConnectionId;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/// Talks to the API of one connection's tenant: signed in, within its budget, and with what goes
/// wrong turned into [HaloUnavailable].
final class HaloClient {
  private static final Query STATUSES = Query.of("type", "ticket");

  private final BudgetedCalls calls;
  private final Sessions sessions;
  private final Presence presence;
  private final ConnectionId connection;
  private final Lane lane;
  private final Supplier<Duration> patience;
  private final boolean believing;
  private final AtomicLong sent = new AtomicLong();
  private volatile Optional<Instant> clock = Optional.empty();

  HaloClient(
      BudgetedCalls calls,
      Sessions sessions,
      Presence presence,
      ConnectionId connection,
      Lane lane) {
    this(calls, sessions, presence, connection, lane, lane::patience);
  }

  /// @param patience how long a call may wait until it may be made, asked before each
  HaloClient(
      BudgetedCalls calls,
      Sessions sessions,
      Presence presence,
      ConnectionId connection,
      Lane lane,
      Supplier<Duration> patience) {
    this(calls, sessions, presence, connection, lane, patience, false);
  }

  private HaloClient(
      BudgetedCalls calls,
      Sessions sessions,
      Presence presence,
      ConnectionId connection,
      Lane lane,
      Supplier<Duration> patience,
      boolean believing) {
    this.calls = calls;
    this.sessions = sessions;
    this.presence = presence;
    this.connection = connection;
    this.lane = lane;
    this.patience = patience;
    this.believing = believing;
  }

  /// One that needs no proof that a record is gone, with counts of its own.
  HaloClient believing() {
    return new HaloClient(calls, sessions, presence, connection, lane, patience, true);
  }

  /// How many calls were sent, not counting repeated ones.
  long sent() {
    return sent.get();
  }

  /// What the tenant's own clock showed when it answered last; empty if it never said.
  Optional<Instant> clock() {
    return clock;
  }

  /// See [ai.superit.halo.application.connection.RateBudget#timeFor].
  Duration timeFor(long number, Duration pace) {
    return calls.timeFor(connection, lane, number, pace);
  }

  JsonNode get(String resource, Query query) {
    return json(send(session -> get(session, resource, "", query)));
  }

  /// Empty if Halo has no such record. A server whose API is gone, as during an upgrade, says of
  /// each record that it is not there; it is believed only while it still has something else.
  Optional<Row> find(String resource, long id, Query query) {
    return believing
        ? read(resource, id, query)
        : presence.find(
            connection,
            () -> read(resource, id, query),
            () -> Listing.of(get("Status", STATUSES), "Status", "statuses"));
  }

  private Optional<Row> read(String resource, long id, Query query) {
    var answer = send(session -> get(session, resource, "/" + id, query));
    return answer.status() == 404
        ? Optional.empty()
        : Optional.of(
            Row.of(json(answer))
                .orElseThrow(() -> Failures.strangeJson("GET /" + resource, "an object")));
  }

  /// Sends one object in the array that Halo wants; never sent twice unless Halo refused it.
  JsonNode post(String resource, JsonNode object) {
    var content = new Call.Content("application/json", Json.secret(object));
    return json(
        send(session ->
            Call.post(
                "POST /" + resource, address(session, resource), content, Call.Repeat.NEVER)));
  }

  /// Does nothing if there is no such record any more.
  void delete(String resource, String id) {
    var path = resource + "/" + URLEncoder.encode(id, StandardCharsets.UTF_8);
    var answer = send(session -> Call.delete("DELETE /" + resource, address(session, path)));
    if (answer.status() != 404) {
      answer.checked();
    }
  }

  private static Call get(Session session, String resource, String id, Query query) {
    return Call.get("GET /" + resource, URI.create(address(session, resource) + id + query.text()));
  }

  private static URI address(Session session, String resource) {
    return URI.create(session.tenant() + "/api/" + resource);
  }

  private Answer send(Function<Session, Call> call) {
    sent.incrementAndGet();
    var session = sessions.session(connection, patience.get());
    var answer = send(session, call.apply(session));
    if (answer.status() != 401) {
      return answer;
    }
    sessions.drop(connection, patience.get(), session);
    var renewed = sessions.session(connection, patience.get());
    var again = call.apply(renewed);
    var last = send(renewed, again);
    if (last.status() == 401) {
      sessions.reports().uselessToken(connection, again);
    }
    return last;
  }

  private Answer send(Session session, Call call) {
    var answer =
        sessions
            .reports()
            .sending(
                connection,
                session,
                call,
                () -> calls.send(connection, lane, patience.get(), call.as(session.token())));
    clock = answer.date().or(() -> clock);
    if (answer.status() == 403) {
      NeededRight.of(call)
          .filter(right -> !right.isAskedFor(session.asked()))
          .ifPresent(right -> {
            throw Failures.notAskedFor(call, right);
          });
    }
    return answer;
  }

  private static JsonNode json(Answer answer) {
    return answer.checked().json();
  }
}
