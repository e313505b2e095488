package ai.superit.halo.bootstrap;

import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.persistence.Persistence;
import ai.superit.halo.persistence.PersistenceConfig;
import ai.superit.halo.persistence.SealKeys;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The files of an empty PostgreSQL that has the schema, made once for all tests: making them takes
/// longer than most tests do.
final class MigratedDatabase {
  private static final Path FILES = made();

  private MigratedDatabase() {}

  /// @param folder is made; a server may be started on it
  static void copyTo(Path folder) throws IOException {
    copy(FILES, folder);
  }

  /// @param files of a server that does not run
  /// @param folder is made
  static void copy(Path files, Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(files)) {
      for (var file : (Iterable<Path>) all::iterator) {
        var copy = folder.resolve(files.relativize(file).toString());
        Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  private static Path made() {
    try {
      var folder = Files.createTempDirectory("migrated-postgres");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
      var data = folder.resolve("data");
      try (var database = EmbeddedDatabase.start(data, folder.resolve("log"))) {
        Persistence.migrate(
            new PersistenceConfig(
                new PersistenceConfig.Access(
                    database.jdbcUrl(), database.user(), new Secret("postgres")),
                PersistenceConfig.Pools.DEFAULT,
                PersistenceConfig.Timeouts.DEFAULT,
                SealKeys.of("test", Map.of("test", new byte[32])),
                Optional.empty(),
                false));
      }
      return data;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
