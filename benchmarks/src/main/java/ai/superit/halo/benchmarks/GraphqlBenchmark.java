package ai.superit.halo.benchmarks;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The three reads that matter most over GraphQL, each against the same read as one prepared
/// statement that a program with the right to every row would send: no token, no visibility, no
/// JSON.
final class GraphqlBenchmark {
  private static final int CONNECTIONS = 16;
  private static final int SAMPLE = 200;

  /// Of each client that is asked for, so that every list is full.
  private static final int OPEN_TICKETS = 50;

  /// The compiler of the virtual machine takes its time on two cores that it shares.
  private static final Duration WARM_UP = Duration.ofSeconds(25);

  private static final Duration WARM_UP_AGAIN = Duration.ofSeconds(2);

  /// One after the other, since a machine that others share is not as fast now as a minute ago.
  private static final int ROUNDS = 3;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final String LIST =
      """
      query($client: ID!) {
        tickets(filter: { clientId: $client, closed: false }, first: %d) {
          edges {
            node {
              id number summary openedAt updatedAt
              status { name } priority { name }
              contact { name email }
              client { name }
              assets { tag name }
            }
          }
          pageInfo { hasNextPage endCursor }
        }
      }
      """
          .formatted(OPEN_TICKETS);

  private static final String CONTEXT =
      """
      query($ticket: ID!) {
        ticketContext(ticketId: $ticket) {
          ticket { id number summary details openedAt updatedAt status { name } }
          client { name }
          site { name }
          contact { name email phone }
          notes { author text at private }
          assets { tag name typeName }
          openTickets { number summary }
          earlierTickets { number summary closedAt }
        }
      }
      """;

  private static final String POINT =
      """
      query($ticket: ID!) {
        ticket(id: $ticket) {
          number summary details category closed openedAt updatedAt haloTeam
          status { name } priority { name }
        }
      }
      """;

  /// A reference statement gets the connection, then the client or ticket, as often as it asks.
  private static final String LIST_SQL =
      """
      select t.ticket_id, t.summary, t.opened_at, t.halo_updated_at, t.status_id, t.priority_id,
             c.name, c.email, k.name, a.tag, a.name
      from (select * from halo.ticket
            where connection_id = ? and client_id = ? and not closed and deleted_at is null
            order by halo_updated_at desc, ticket_id desc limit 51) t
      left join halo.client k on k.connection_id = t.connection_id and k.client_id = t.client_id
      left join halo.contact c
        on c.connection_id = t.connection_id and c.contact_id = t.contact_id
      left join halo.ticket_asset ta
        on ta.connection_id = t.connection_id and ta.ticket_id = t.ticket_id
      left join halo.asset a on a.connection_id = t.connection_id and a.asset_id = ta.asset_id
      order by t.halo_updated_at desc, t.ticket_id desc
      """;

  private static final String CONTEXT_SQL =
      """
      with t as (
        select * from halo.ticket where connection_id = ? and ticket_id = ? and deleted_at is null)
      select 'ticket', t.ticket_id, t.summary, t.details, k.name, s.name, c.name, t.opened_at
      from t
      left join halo.client k on k.connection_id = t.connection_id and k.client_id = t.client_id
      left join halo.site s on s.connection_id = t.connection_id and s.site_id = t.site_id
      left join halo.contact c
        on c.connection_id = t.connection_id and c.contact_id = t.contact_id
      union all
      (select 'note', n.note_id, n.author, n.body, null, null, null, n.written_at
       from t join halo.note n on n.connection_id = t.connection_id and n.ticket_id = t.ticket_id
       where n.deleted_at is null
       order by n.written_at desc limit 20)
      union all
      (select 'asset', a.asset_id, a.tag, a.name, a.type_name, null, null, null
       from t
       join halo.ticket_asset ta
         on ta.connection_id = t.connection_id and ta.ticket_id = t.ticket_id
       join halo.asset a on a.connection_id = t.connection_id and a.asset_id = ta.asset_id)
      union all
      (select 'open', o.ticket_id, o.summary, null, null, null, null, o.halo_updated_at
       from t join halo.ticket o
         on o.connection_id = t.connection_id and o.client_id = t.client_id
        and not o.closed and o.deleted_at is null and o.ticket_id <> t.ticket_id
       order by o.halo_updated_at desc limit 10)
      union all
      (select 'earlier', e.ticket_id, e.summary, null, null, null, null, e.halo_updated_at
       from t
       join halo.ticket_asset ta
         on ta.connection_id = t.connection_id and ta.ticket_id = t.ticket_id
       join halo.ticket_asset tb
         on tb.connection_id = ta.connection_id and tb.asset_id = ta.asset_id
       join halo.ticket e
         on e.connection_id = tb.connection_id and e.ticket_id = tb.ticket_id
        and e.ticket_id <> t.ticket_id and e.deleted_at is null
       order by e.halo_updated_at desc limit 10)
      """;

  private static final String POINT_SQL =
      """
      select ticket_id, summary, details, category, closed, opened_at, halo_updated_at, halo_team,
             status_id, priority_id
      from halo.ticket where connection_id = ? and ticket_id = ? and deleted_at is null
      """;

  private final Bench.Target target;
  private final Duration counted;
  private final List<Long> clients = new ArrayList<>();
  private final List<Long> tickets = new ArrayList<>();
  private final List<String> clientIds = new ArrayList<>();
  private final List<String> ticketIds = new ArrayList<>();
  private UUID connectionId = new UUID(0, 0);

  GraphqlBenchmark(Bench.Target target, Duration counted) {
    this.target = target;
    this.counted = counted;
  }

  List<Ratio> run() throws Exception {
    choose();
    return List.of(
        compare("graphql list", LIST, "client", clientIds, LIST_SQL, clients, "aim 0.5"),
        compare("graphql context", CONTEXT, "ticket", ticketIds, CONTEXT_SQL, tickets, "aim 0.5"),
        compare("graphql point", POINT, "ticket", ticketIds, POINT_SQL, tickets, "no aim"));
  }

  private Ratio compare(
      String name,
      String query,
      String variable,
      List<String> ids,
      String sql,
      List<Long> numbers,
      String aim)
      throws Exception {
    // An answer with errors would be sooner there, and is 200 as well.
    ids.forEach(id -> target.demo().ask(query, Map.of(variable, id)));
    var caller = caller(query, variable, ids);
    caller.run(CONNECTIONS, WARM_UP, Duration.ofSeconds(1));
    var rounds = new ArrayList<Ratio>();
    for (int round = 0; round < ROUNDS; round++) {
      var reference =
          SqlLoad.run(CONNECTIONS, WARM_UP_AGAIN, counted, () -> prepared(sql, numbers));
      System.out.println(name + ": prepared SQL  " + reference);
      var ours = caller.run(CONNECTIONS, WARM_UP_AGAIN, counted);
      System.out.println(name + ": over GraphQL  " + ours);
      rounds.add(
          new Ratio(
              name,
              ours.perSecond(),
              reference.perSecond(),
              "the median of %d rounds; %s".formatted(ROUNDS, aim)));
    }
    return Ratio.median(rounds);
  }

  /// The clients and tickets that both sides ask for.
  private void choose() throws SQLException {
    try (var connection = connect();
        var statement = connection.createStatement()) {
      statement.execute("analyze");
      try (var rows =
          statement.executeQuery(
              """
              select connection_id, client_id, min(ticket_id) from halo.ticket
              where not closed and deleted_at is null
              group by connection_id, client_id having count(*) >= %d
              order by client_id limit 100
              """
                  .formatted(OPEN_TICKETS))) {
        while (rows.next()) {
          connectionId = rows.getObject(1, UUID.class);
          clients.add(rows.getLong(2));
          clientIds.add(ask(rows.getLong(3)).at("/client/id").asString());
        }
      }
      if (clients.isEmpty()) {
        throw new IllegalStateException("no client has " + OPEN_TICKETS + " open tickets");
      }
      try (var rows =
          statement.executeQuery(
              """
              select t.ticket_id from halo.ticket t
              where not t.closed and t.deleted_at is null
                and exists (select from halo.note n
                            where n.connection_id = t.connection_id
                              and n.ticket_id = t.ticket_id)
              order by t.ticket_id limit %d
              """
                  .formatted(SAMPLE))) {
        while (rows.next()) {
          tickets.add(rows.getLong(1));
        }
      }
    }
    tickets.forEach(number -> ticketIds.add(ask(number).path("id").asString()));
  }

  private JsonNode ask(long ticket) {
    return target
        .demo()
        .ask(
            """
            query($connection: ID!, $number: Int!) {
              ticketByNumber(connectionId: $connection, number: $number) { id client { id } }
            }
            """,
            Map.of("connection", target.demo().connection(), "number", ticket))
        .path("ticketByNumber");
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(target.jdbcUrl(), target.user(), "");
  }

  private SqlLoad.Worker prepared(String sql, List<Long> numbers) throws SQLException {
    var connection = connect();
    var statement = connection.prepareStatement(sql);
    return new SqlLoad.Worker() {
      @Override
      public void once() throws SQLException {
        statement.setObject(1, connectionId);
        statement.setLong(2, oneOf(numbers));
        readAll(statement);
      }

      @Override
      public void close() throws SQLException {
        connection.close();
      }
    };
  }

  private static void readAll(PreparedStatement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery()) {
      var columns = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        for (int column = 1; column <= columns; column++) {
          rows.getObject(column);
        }
      }
    }
  }

  private HttpLoad caller(String query, String variable, List<String> ids) {
    var address = target.demo().graphql();
    var headers =
        "Accept: application/graphql-response+json\r\nAuthorization: Bearer %s\r\n"
            .formatted(target.demo().tokens().manager());
    var requests =
        ids.stream()
            .map(id -> Map.of("query", query, "variables", Map.of(variable, id)))
            .map(body -> HttpLoad.post(address, headers, JSON.writeValueAsBytes(body)))
            .toList();
    return new HttpLoad(address, 200, () -> oneOf(requests));
  }

  private static <T> T oneOf(List<T> all) {
    return all.get(ThreadLocalRandom.current().nextInt(all.size()));
  }
}
