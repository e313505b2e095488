package ai.superit.halo.bootstrap;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.function.Supplier;

/// Where the demo keeps its data, and the few things that must be the same at the next start.
final class DemoFolder {
  private static final List<String> OURS =
      List.of("postgres", "keys", "simulator", "logs", "demo.properties");

  private final Path root;

  DemoFolder(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  Path root() {
    return root;
  }

  Path postgres() {
    return root.resolve("postgres");
  }

  Path keys() {
    return root.resolve("keys");
  }

  Path simulator() {
    return made(root.resolve("simulator")).resolve("changes.journal");
  }

  Path log(String name) {
    return made(root.resolve("logs")).resolve(name + ".log");
  }

  /// Removes what earlier demos left here and nothing else, whatever folder this is. A server that
  /// still works in it is stopped first; the caller holds the folder's lock.
  void clear() {
    try {
      EmbeddedDatabase.stopLeftOver(postgres());
      DataFolder.removeUnfinished(postgres());
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot stop the PostgreSQL that works in " + root, failed);
    }
    OURS.forEach(name -> delete(root.resolve(name)));
  }

  /// The simulator's port stays the same, because the stored connection holds its address.
  int simulatorPort() {
    return Integer.parseInt(kept("simulator.port", () -> Integer.toString(FreePort.any())));
  }

  /// What the tenant was made with; a later start with another scale continues with this one.
  int scale(int wanted) {
    return Integer.parseInt(kept("scale", () -> Integer.toString(wanted)));
  }

  String sealKey() {
    return kept(
        "seal.key",
        () -> {
          var bytes = new byte[32];
          new SecureRandom().nextBytes(bytes);
          return Base64.getEncoder().encodeToString(bytes);
        });
  }

  private String kept(String key, Supplier<String> first) {
    var file = made(root).resolve("demo.properties");
    var properties = new Properties();
    try {
      if (Files.exists(file)) {
        try (var in = Files.newBufferedReader(file)) {
          properties.load(in);
        }
      }
      var value = properties.getProperty(key);
      if (value == null) {
        value = first.get();
        properties.setProperty(key, value);
        var text = new StringWriter();
        properties.store(text, "Kept by the demo");
        DevelopmentIssuer.PrivateFile.write(file, text.toString());
      }
      return value;
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot use " + file, failed);
    }
  }

  private static Path made(Path folder) {
    try {
      return Files.createDirectories(folder);
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot make the folder " + folder, failed);
    }
  }

  private static void delete(Path path) {
    if (!Files.exists(path)) {
      return;
    }
    try (var below = Files.walk(path)) {
      for (var each : below.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot remove " + path, failed);
    }
  }
}
