package ai.superit.halo.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.bootstrap.DemoSetup.LinkedClient;
import java.util.List;
import java.util.function.UnaryOperator;
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

  @Test
  void a_start_that_broke_off_between_two_lists_is_gone_on_with() {
    var fresh = clients(_ -> "");
    var lists = DemoSetup.unlinked(fresh, "service-desk");
    assertThat(lists).extracting(List::size).containsExactly(500, 500, 99);

    var broken = clients(id -> lists.getFirst().contains(id) ? "service-desk" : "");

    assertThat(DemoSetup.unlinked(broken, "service-desk"))
        .containsExactlyElementsOf(lists.subList(1, 3));
  }

  @Test
  void what_people_changed_in_a_list_stays_so() {
    var lists = DemoSetup.unlinked(clients(_ -> ""), "service-desk");
    var kept = lists.stream().map(List::getLast).toList();
    var moved = lists.getLast().subList(0, 10);

    var changed = clients(id -> kept.contains(id) ? "service-desk" : "");
    assertThat(DemoSetup.unlinked(changed, "service-desk")).isEmpty();

    var given = clients(id -> moved.contains(id) ? "projects" : "");
    assertThat(DemoSetup.unlinked(given, "service-desk").getLast())
        .hasSize(89)
        .doesNotContainAnyElementsOf(moved);
  }

  private static List<LinkedClient> clients(UnaryOperator<String> team) {
    return IntStream.range(0, 2_200)
        .mapToObj(String::valueOf)
        .map(id -> new LinkedClient(id, team.apply(id)))
        .toList();
  }
}
