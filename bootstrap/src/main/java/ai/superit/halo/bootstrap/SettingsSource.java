package ai.superit.halo.bootstrap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// Configuration values by dotted key, from a YAML file and from environment variables, which win.
/// The variable of `server.public-url` is `SUPERIT_SERVER_PUBLIC_URL`.
record SettingsSource(Map<String, String> values) {
  static final String PREFIX = "SUPERIT_";

  private static final YAMLMapper YAML =
      YAMLMapper.builder(
              YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .build();

  /// Reads the file, then lets the environment override it.
  ///
  /// @throws InvalidSettings if the file cannot be read, is not YAML, holds a key twice, or can be
  ///   read by everybody on the machine
  static SettingsSource of(Path file, Map<String, String> environment) {
    var values = new TreeMap<String, String>();
    flatten("", parsed(file), values);
    values.putAll(of(environment).values());
    return new SettingsSource(values);
  }

  static SettingsSource of(Map<String, String> environment) {
    var values = new TreeMap<String, String>();
    environment.forEach((name, value) -> {
      if (name.startsWith(PREFIX)) {
        values.put(name, value);
      }
    });
    return new SettingsSource(values);
  }

  static String variable(String key) {
    return PREFIX + key.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
  }

  private static JsonNode parsed(Path file) {
    try {
      if (Files.getFileStore(file).supportsFileAttributeView("posix")
          && Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
        throw new InvalidSettings(
            List.of(file + ": everybody on this machine can read it; chmod 640 or less"));
      }
      return YAML.readTree(Files.readAllBytes(file));
    } catch (IOException unreadable) {
      throw new InvalidSettings(
          List.of(file + ": cannot be read; check that it exists and who may read it"), unreadable);
    } catch (JacksonException broken) {
      var where = broken.getLocation();
      throw new InvalidSettings(
          List.of(
              "%s: line %d: not valid YAML, or a key stands there twice"
                  .formatted(file, where == null ? 0 : where.getLineNr())),
          broken);
    }
  }

  private static void flatten(String key, JsonNode node, Map<String, String> into) {
    switch (node.getNodeType()) {
      case OBJECT ->
          node.properties()
              .forEach(entry ->
                  flatten(
                      key.isEmpty() ? entry.getKey() : key + "." + entry.getKey(),
                      entry.getValue(),
                      into));
      case ARRAY -> {
        var items = new ArrayList<String>();
        node.forEach(item -> items.add(item.asString("")));
        into.put(key, String.join(",", items));
      }
      case NULL, MISSING -> {}
      default -> into.put(key, node.asString());
    }
  }
}
