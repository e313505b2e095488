package ai.superit.halo.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The public audits of GraphQL over HTTP, run by Node against a real server.
final class AuditsTest {
  @Test
  void passes_every_public_audit(@TempDir Path folder) throws Exception {
    try (var api = TestApi.start(folder)) {
      var url = api.address("/graphql").toString();
      try (var audits = NodeProgram.start("audit.mjs", url, api.issuer.token())) {
        var lines = audits.rest();

        assertThat(lines).filteredOn(line -> !line.startsWith("ok\t")).isEmpty();
        assertThat(lines).hasSize(61);
      }
    }
  }
}
