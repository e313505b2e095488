package ai.superit.halo.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PagingTest {
  private static final SimulatorConfig CONFIG =
      SimulatorConfig.builder().scale(Scale.small()).rateLimit(RateLimit.unlimited()).build();
  private static final HaloSimulator SIMULATOR = HaloSimulator.start(CONFIG);
  private static final HaloCaller HALO = new HaloCaller(SIMULATOR, CONFIG);

  @BeforeAll
  static void signIn() {
    HALO.signedIn("all");
  }

  @AfterAll
  static void stop() {
    SIMULATOR.close();
  }

  @ParameterizedTest
  @CsvSource({
    "Tickets,tickets,1",
    "Tickets,tickets,7",
    "tickets,tickets,100",
    "Tickets,tickets,1000",
    "Client,clients,3",
    "site,sites,2",
    "users,users,9",
    "Asset,assets,33"
  })
  void any_page_size_gives_each_row_exactly_once(String resource, String key, int size) {
    var ids = new HashSet<Integer>();
    var seen = 0;
    var total = 1;
    for (var page = 1; seen < total; page++) {
      var json =
          HALO.json(
              "/api/%s?pageinate=true&page_size=%d&page_no=%d&includeactive=true&includeinactive=true"
                  .formatted(resource, size, page));
      total = json.path("record_count").asInt();
      for (var row : json.path(key)) {
        ids.add(row.path("id").asInt());
        seen++;
      }
      assertThat(json.path(key)).isNotEmpty();
    }

    assertThat(ids).hasSize(seen).hasSize(total);
  }

  @Test
  void a_page_never_holds_more_than_a_hundred_rows() {
    var page = HALO.json("/api/Tickets?pageinate=true&page_size=1000&page_no=1");

    assertThat(page.path("tickets")).hasSize(100);
    assertThat(page.path("record_count").asInt()).isEqualTo(250);
  }

  @Test
  void without_pageinate_the_same_default_slice_comes_again() {
    var first = HALO.json("/api/Tickets?page_size=10&page_no=1");
    var second = HALO.json("/api/Tickets?page_size=10&page_no=2");

    assertThat(first.path("tickets")).hasSize(50).isEqualTo(second.path("tickets"));
    assertThat(first.has("page_no")).isFalse();
  }

  @Test
  void count_widens_the_default_slice_and_idonly_names_every_ticket() {
    assertThat(HALO.json("/api/Tickets?count=120").path("tickets")).hasSize(120);

    var ids = HALO.json("/api/Tickets?idonly=true").path("tickets");
    assertThat(ids).hasSize(250);
    assertThat(ids.get(0).properties()).hasSize(1);
  }

  @Test
  void small_tables_are_bare_arrays_that_ignore_paging() {
    for (var name :
        new String[] {
          "Agent",
          "Team",
          "Status",
          "Priority",
          "TicketType",
          "SLA",
          "Outcome",
          "AssetType",
          "Lookup"
        }) {
      var json = HALO.json("/api/" + name + "?pageinate=true&page_size=1&page_no=2");
      assertThat(json.isArray()).as(name).isTrue();
      assertThat(json.size()).as(name).isGreaterThan(1);
    }
  }
}
