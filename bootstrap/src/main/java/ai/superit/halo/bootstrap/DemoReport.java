package ai.superit.halo.bootstrap;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Tells a person, or a script, how to use a demo that is ready.
final class DemoReport {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final Demo demo;
  private final List<String> queries;

  private DemoReport(Demo demo, List<String> queries) {
    this.demo = demo;
    this.queries = queries;
  }

  /// Chooses what the queries name, once for all readers: the tenant changes all the time.
  static DemoReport of(Demo demo) {
    return new DemoReport(demo, queries(demo));
  }

  void print(PrintStream out) {
    out.printf(
        """

        Ready.
          GraphQL    %s
          GraphiQL   %s   (paste a token there)
          webhook    %s
          simulator  %s   control %s
          health     %s   metrics %s

        To connect the simulated tenant yourself:
          tenantName    %s
          clientId      %s
          clientSecret  %s

        Tokens (valid for a week):
          manager    %s

          agent      %s

          assistant  %s

        Three queries to paste:
        """,
        demo.graphql(),
        demo.graphiql(),
        demo.webhookAddress(),
        demo.simulator(),
        demo.simulatorControl(),
        demo.health(),
        demo.metrics(),
        demo.account().name(),
        demo.account().clientId(),
        demo.account().clientSecret(),
        demo.tokens().manager(),
        demo.tokens().agent(),
        demo.tokens().assistant());
    queries.forEach(query -> out.println("\n" + query.strip()));
    out.println("\nThe tenant changes about one ticket a second. Ctrl-C ends everything.");
  }

  /// Written aside and then moved, so that whoever waits for the file never reads half of it.
  void write(Path file) {
    var content = new LinkedHashMap<String, Object>();
    content.put("graphql", demo.graphql().toString());
    content.put("graphiql", demo.graphiql().toString());
    content.put("webhook", demo.webhookAddress().toString());
    content.put("health", demo.health().toString());
    content.put("metrics", demo.metrics().toString());
    content.put("simulator", demo.simulator().toString());
    content.put("simulatorControl", demo.simulatorControl().toString());
    content.put(
        "tenant",
        Map.of(
            "url", demo.account().url(),
            "name", demo.account().name(),
            "clientId", demo.account().clientId(),
            "clientSecret", demo.account().clientSecret()));
    content.put("database", demo.database());
    content.put("connectionId", demo.connection());
    content.put(
        "tokens",
        Map.of(
            "manager", demo.tokens().manager(),
            "agent", demo.tokens().agent(),
            "assistant", demo.tokens().assistant()));
    content.put("queries", queries);
    var aside = file.resolveSibling(file.getFileName() + ".part");
    try {
      DevelopmentIssuer.PrivateFile.write(aside, JSON.writeValueAsString(content));
      Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot write " + file, failed);
    }
  }

  /// Queries that name a client and a ticket which this tenant really has.
  private static List<String> queries(Demo demo) {
    try (var manager = new GraphqlCaller(demo.graphql(), demo.tokens().manager())) {
      var ticket =
          manager
              .ask(
                  """
                  {
                    tickets(filter: { closed: false }, first: 1) {
                      edges { node { id client { id } } }
                    }
                  }
                  """,
                  Map.of())
              .at("/tickets/edges/0/node");
      return List.of(
          """
          {
            tickets(filter: { clientId: "%s", closed: false }, first: 10) {
              totalCount
              edges {
                node {
                  number
                  summary
                  updatedAt
                  status { name }
                  client { name }
                  contact { name email }
                  assets { tag name }
                  routing { explanation }
                }
              }
            }
          }
          """
              .formatted(ticket.at("/client/id").asString()),
          """
          {
            ticketContext(ticketId: "%s") {
              ticket { number summary details status { name } }
              client { name }
              contact { name email phone }
              assets { tag name typeName }
              notes { author text at }
              openTickets { number summary }
              earlierTickets { number summary closedAt }
            }
          }
          """
              .formatted(ticket.path("id").asString()),
          """
          {
            mirrorStatus(connectionId: "%s") {
              connection { name status { state } }
              runs { resource state gap tally { expected distinct created updated unchanged } }
              inbox { waiting applied quarantined parked }
            }
          }
          """
              .formatted(demo.connection()));
    }
  }
}
