package ai.superit.halo.application.violation;

import java.nio.file.Files;
import java.nio.file.Path;

/// Exists to be caught: a use case must not reach the outside by itself, though the JDK brings the
/// means along.
final class ReadsFiles {
  static boolean exists(Path file) {
    return Files.exists(file);
  }
}
