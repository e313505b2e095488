package ai.superit.halo.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TestPortsTest {
  @Test
  void no_port_is_given_to_two_who_ask_at_once() {
    var given = IntStream.range(0, 100).parallel().map(_ -> TestPorts.next()).boxed().toList();

    assertThat(given).doesNotHaveDuplicates().allMatch(port -> port < FreePort.FIRST);
  }
}
