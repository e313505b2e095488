package ai.superit.halo.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DemoSlicesTest {
  @Test
  void many_clients_are_linked_in_lists_that_graphql_takes() {
    var clients = IntStream.range(0, 1_100).mapToObj(String::valueOf).toList();

    var slices = DemoSetup.slices(clients);

    assertThat(slices).extracting(List::size).containsExactly(500, 500, 100);
    assertThat(slices.stream().flatMap(List::stream)).containsExactlyElementsOf(clients);
    assertThat(DemoSetup.slices(List.of())).isEmpty();
  }
}
