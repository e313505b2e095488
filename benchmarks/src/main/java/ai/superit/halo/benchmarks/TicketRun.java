package ai.superit.halo.benchmarks;

import ai.superit.halo.bootstrap.Demo;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/// A run over the list of tickets that came to its end.
///
/// @param tickets how many different ones it read
/// @param calls how many it sent for them, those for comparing pages too
record TicketRun(String id, long tickets, long calls, Duration time) {
  private static final int PAGE = 100;

  /// How many calls the tickets take at the least.
  long pages() {
    return Math.ceilDiv(tickets, PAGE);
  }

  double perSecond(long number) {
    return number / (time.toNanos() / 1e9);
  }

  /// The newest run; empty as long as it is under way.
  ///
  /// @throws IllegalStateException if it did not read everything
  static Optional<TicketRun> newest(Demo demo) {
    return runs(demo)
        .filter(run -> run.path("resource").asString().equals("TICKETS"))
        .findFirst()
        .filter(run -> !isUnderWay(run))
        .map(TicketRun::of);
  }

  /// Whether any list or the notes are being read.
  static boolean isAnyUnderWay(Demo demo) {
    return runs(demo).anyMatch(TicketRun::isUnderWay);
  }

  private static boolean isUnderWay(JsonNode run) {
    return run.path("state").asString().equals("RUNNING");
  }

  private static TicketRun of(JsonNode run) {
    if (!run.path("state").asString().equals("COMPLETE")) {
      throw new IllegalStateException("the tickets were not synced: " + run);
    }
    return new TicketRun(
        run.path("id").asString(),
        run.at("/tally/distinct").asLong(),
        run.path("calls").asLong(),
        Duration.between(
            Instant.parse(run.path("startedAt").asString()),
            Instant.parse(run.path("endedAt").asString())));
  }

  private static Stream<JsonNode> runs(Demo demo) {
    var status =
        demo.ask(
            """
            query($connection: ID!) {
              mirrorStatus(connectionId: $connection) {
                runs { id resource state calls tally { distinct } startedAt endedAt }
              }
            }
            """,
            Map.of("connection", demo.connection()));
    return StreamSupport.stream(status.at("/mirrorStatus/runs").spliterator(), false);
  }
}
