package ai.superit.halo.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProductApiTest {
  @TempDir Path folder;

  @Test
  void answers_the_bearer_of_a_token() throws IOException {
    try (var api = start()) {
      var answer = TestApi.json(api.query("{ viewer { role teamKeys } }"));

      assertThat(answer.at("/data/viewer/teamKeys/0").asString()).isEqualTo("north");
    }
  }

  @Test
  void accepts_every_query_of_the_product_within_its_limits() throws IOException {
    try (var api = start()) {
      for (var name : QueryExpectationTest.names()) {
        var answer = api.query(QueryExpectationTest.query(name), QueryExpectationTest.VARIABLES);

        assertThat(answer.statusCode()).as(name).isEqualTo(200);
      }
    }
  }

  @Test
  void refuses_to_amplify_a_list_below_a_list() throws IOException {
    var query =
        """
        { tickets(first: 100) { edges { node { client {
            tickets(first: 100) { edges { node { notes(first: 100) { edges { cursor } } } } }
        } } } } }\
        """;
    try (var api = start()) {
      assertThat(TestApi.limit(api.query(query, Map.of()))).isEqualTo("cost");
    }
  }

  private TestApi start() throws IOException {
    return TestApi.start(
        folder,
        GraphqlLimits.defaults(),
        config -> GraphqlApi.open(config, new World().ports(), InstantSource.system()));
  }
}
