package ai.superit.halo.graphql;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads events as browsers do.
final class EventReader implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();

  /// @param data missing where it is empty
  record Event(String name, JsonNode data) {}

  private final BufferedReader lines;

  EventReader(InputStream body) {
    this.lines = new BufferedReader(new InputStreamReader(body, UTF_8));
  }

  /// The next event; its name is empty at the end of the stream.
  Event next() throws IOException {
    var name = "";
    var data = "";
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("event:")) {
        name = line.substring(6).strip();
      } else if (line.startsWith("data:")) {
        data = line.substring(5).strip();
      } else if (line.isEmpty() && !name.isEmpty()) {
        return new Event(name, JSON.readTree(data.isEmpty() ? "null" : data));
      }
    }
    return new Event("", JSON.readTree("null"));
  }

  /// What the next event says of the change of tickets.
  JsonNode change() throws IOException {
    return next().data().at("/data/ticketChanged");
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
