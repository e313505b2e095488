package ai.superit.halo.bootstrap;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// A class of tests beside one service and its tenant, whose lists come in many short pages. The
/// tenant recovers after each test from what was done to it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ShortPages {
  SyncedTenant its;

  @BeforeAll
  void starts_the_service(@TempDir Path folder) throws IOException {
    its = new SyncedTenant(folder, SyncedTenant.SHORT_PAGES);
  }

  @AfterAll
  void ends_the_service() {
    its.close();
  }

  @AfterEach
  void the_tenant_recovers() {
    its.control().clearFaults();
  }
}
