package ai.superit.halo.persistence;

import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Empties all tables before each test.
final class CleanStore implements BeforeEachCallback {
  @Override
  public void beforeEach(ExtensionContext context) {
    TestDatabase.truncate();
  }
}
