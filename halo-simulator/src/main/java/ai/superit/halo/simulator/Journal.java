package ai.superit.halo.simulator;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Keeps changes in a file, one a line, and repeats them at the next start. The first line holds
/// what the generated data depend on.
final class Journal implements AutoCloseable {
  private final Optional<Path> file;
  private final long epoch;
  private final List<JsonNode> entries;
  private Optional<BufferedWriter> writer = Optional.empty();

  private Journal(Optional<Path> file, long epoch, List<JsonNode> entries) {
    this.file = file;
    this.epoch = epoch;
    this.entries = entries;
  }

  static Journal open(SimulatorConfig config) {
    var file = config.stateFile();
    if (file.isEmpty()) {
      return new Journal(file, config.epoch().toEpochMilli(), List.of());
    }
    try {
      return Files.exists(file.get()) ? existing(file.get(), config) : fresh(file.get(), config);
    } catch (IOException e) {
      throw new UncheckedIOException("The state file cannot be used: " + file.get(), e);
    }
  }

  private static Journal existing(Path file, SimulatorConfig config) throws IOException {
    var entries = entries(file);
    if (entries.isEmpty()) {
      return fresh(file, config);
    }
    var head = entries.getFirst();
    if (head.path("seed").asLong() != config.seed()
        || !head.path("scale").asString("").equals(config.scale().toString())) {
      throw new IllegalArgumentException(
          "The state file %s belongs to another seed or scale; delete it or use those of its first line"
              .formatted(file));
    }
    return new Journal(Optional.of(file), head.path("epoch").asLong(), entries);
  }

  /// A crash may have cut the last line short. What is left of it goes, so that the next entry does
  /// not continue it.
  private static List<JsonNode> entries(Path file) throws IOException {
    var bytes = Files.readAllBytes(file);
    var entries = new ArrayList<JsonNode>();
    var good = 0;
    for (var end = 0; end < bytes.length; end++) {
      if (bytes[end] == '\n') {
        try {
          entries.add(Json.MAPPER.readTree(bytes, good, end - good));
        } catch (JacksonException cut) {
          break;
        }
        good = end + 1;
      }
    }
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(good);
    }
    return entries;
  }

  private static Journal fresh(Path file, SimulatorConfig config) throws IOException {
    if (file.getParent() != null) {
      Files.createDirectories(file.getParent());
    }
    var head = header(config);
    Files.writeString(file, head + "\n");
    return new Journal(Optional.of(file), head.path("epoch").asLong(), List.of());
  }

  private static ObjectNode header(SimulatorConfig config) {
    return Json.MAPPER
        .createObjectNode()
        .put("seed", config.seed())
        .put("scale", config.scale().toString())
        .put("epoch", config.epoch().toEpochMilli());
  }

  long epoch() {
    return epoch;
  }

  void replay(Tenant tenant, Webhooks webhooks) {
    entries.stream().skip(1).forEach(entry -> repeat(entry, tenant, webhooks));
    file.ifPresent(path -> writer = Optional.of(appender(path)));
  }

  private static void repeat(JsonNode entry, Tenant tenant, Webhooks webhooks) {
    var body = entry.path("body");
    var operation = entry.path("op").asString("");
    if (!operation.equals("upsert") && !operation.equals("delete")) {
      webhooks.replay(operation, (ObjectNode) body);
      return;
    }
    var kind = Kind.valueOf(entry.path("kind").asString(""));
    tenant.apply(
        new Change(
            operation.equals("delete"),
            kind,
            entry.path("at").asLong(),
            entry.path("agent").asInt(),
            "",
            body));
  }

  private static BufferedWriter appender(Path path) {
    try {
      return Files.newBufferedWriter(path, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException("The state file cannot be written: " + path, e);
    }
  }

  void record(Change change) {
    record(
        Json.MAPPER
            .createObjectNode()
            .put("op", change.deletes() ? "delete" : "upsert")
            .put("kind", change.kind().name())
            .put("at", change.at())
            .put("agent", change.agent())
            .set("body", change.body()));
  }

  synchronized void record(JsonNode line) {
    if (writer.isPresent()) {
      try {
        writer.get().write(Json.escaped(line));
        writer.get().newLine();
        writer.get().flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public synchronized void close() throws IOException {
    if (writer.isPresent()) {
      writer.get().close();
      writer = Optional.empty();
    }
  }
}
