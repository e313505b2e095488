package ai.superit.halo.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ReadingTest {
  private static final SimulatorConfig CONFIG =
      SimulatorConfig.builder().rateLimit(RateLimit.unlimited()).build();
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

  @Test
  void the_tenant_has_the_promised_size() {
    var rows = SIMULATOR.control().rowCounts();

    assertThat(rows)
        .usingRecursiveComparison()
        .ignoringFields("actions")
        .isEqualTo(new RowCounts(40, 80, 400, 1_500, 5_000, 0));
    assertThat(rows.actions()).isBetween(15_000, 17_000);
    var open =
        HALO.json("/api/Tickets?open_only=true&pageinate=true&page_size=1")
            .path("record_count")
            .asInt();
    assertThat(open).isBetween(500, 700);
  }

  @Test
  void the_tickets_of_two_years_are_there() {
    var oldest = first("/api/Tickets?count=1&order=id&orderdesc=false");
    var opened = Instant.parse(oldest.path("dateoccurred").asString() + "Z");

    assertThat(Duration.between(opened, CONFIG.epoch()))
        .isBetween(Duration.ofDays(725), Duration.ofDays(735));
  }

  @Test
  void filters_narrow_the_list() {
    var ticket = first("/api/Tickets?closed_only=true&count=1");
    var client = ticket.path("client_id").asInt();

    assertThat(HALO.json("/api/Tickets?count=9999&client_id=" + client).path("tickets"))
        .isNotEmpty()
        .allMatch(row -> row.path("client_id").asInt() == client);
    assertThat(HALO.json("/api/Tickets?count=9999&open_only=true").path("tickets"))
        .isNotEmpty()
        .allMatch(row -> row.path("status_id").asInt() != 9);
    assertThat(HALO.json("/api/Tickets?count=9999&closed_only=true").path("tickets"))
        .isNotEmpty()
        .allMatch(row -> row.path("status_id").asInt() == 9);
    assertThat(HALO.json("/api/Tickets?nonsense=1&count=3").path("tickets")).hasSize(3);
  }

  @Test
  void order_is_by_id_unless_asked_otherwise() {
    var newestFirst = ids(HALO.json("/api/Tickets?count=5"));
    var ascending = ids(HALO.json("/api/Tickets?count=5&order=id&orderdesc=false"));
    var updated = HALO.json("/api/Tickets?count=100&order=last_update").path("tickets");

    assertThat(newestFirst).isSortedAccordingTo((a, b) -> b - a);
    assertThat(ascending).isSorted().contains(10_001);
    assertThat(
            StreamSupport.stream(updated.spliterator(), false)
                .map(row -> row.path("last_update").asString().substring(0, 19)))
        .isSorted();
  }

  @Test
  void a_changed_ticket_appears_since_its_last_update() {
    var before = HALO.json("/api/Tickets/10005").path("last_update").asString();
    SIMULATOR.control().changeTicket(10_005, Map.of("flagged", true));
    var after = HALO.json("/api/Tickets/10005").path("last_update").asString();

    var since = HALO.json("/api/Tickets?lastupdatefromdate=" + after + "&count=99");
    assertThat(after).isGreaterThan(before);
    assertThat(ids(since)).contains(10_005);
    assertThat(ids(HALO.json("/api/Tickets?lastupdatetodate=" + before + "Z&count=9999")))
        .doesNotContain(10_005);
  }

  @Test
  void oddities_of_the_original_are_kept() {
    var list = first("/api/Tickets?count=1&closed_only=true");
    var detail = HALO.json("/api/Tickets/" + list.path("id").asInt() + "?includedetails=true");

    assertThat(list.has("hasbeenclosed")).isFalse();
    assertThat(detail.path("hasbeenclosed").asBoolean()).isTrue();
    assertThat(list.path("team").isString()).isTrue();
    assertThat(list.path("last_update").asString())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,3})?");
    assertThat(list.path("deadlinedate").asString()).isEqualTo("1900-01-01T00:00:00");
    assertThat(HALO.get("/api/Site?count=1").body()).containsPattern("\"client_id\":\\d+\\.0");
    assertThat(HALO.get("/api/users?count=1").body()).containsPattern("\"site_id\":\\d+\\.0");
    assertThat(HALO.json("/api/Priority"))
        .hasSize(8)
        .allMatch(row -> row.path("id").isString() && row.path("priorityid").isInt());
  }

  @Test
  void names_come_only_when_asked_for() {
    assertThat(first("/api/Tickets?count=1").has("status_name")).isFalse();

    var named =
        first("/api/Tickets?count=1&includestatus=true&includeagent=true&includetickettype=true");
    assertThat(named.path("status_name").asString()).isNotEmpty();
    assertThat(named.path("agent_name").asString()).isNotEmpty();
    assertThat(named.path("tickettype_name").asString()).isNotEmpty();
  }

  @Test
  void a_ticket_names_its_asset_and_its_text_fits() {
    var tickets = HALO.json("/api/Tickets?count=300&includeassetkeyfield=true").path("tickets");
    var withAsset =
        StreamSupport.stream(tickets.spliterator(), false)
            .filter(row -> row.has("inventory_number"))
            .filter(row ->
                row.path("summary").asString().contains(row.path("inventory_number").asString()))
            .findFirst()
            .orElseThrow();

    var detail = HALO.json("/api/Tickets/" + withAsset.path("id").asInt() + "?includedetails=true");
    var asset = detail.path("assets").get(0);
    assertThat(asset.path("inventory_number")).isEqualTo(withAsset.path("inventory_number"));
    assertThat(asset.path("client_id").asInt()).isEqualTo(detail.path("client_id").asInt());
    assertThat(
            HALO.json("/api/Tickets?asset_id=" + asset.path("id").asInt() + "&count=999")
                .path("tickets"))
        .isNotEmpty();
  }

  @Test
  void notes_count_from_one_within_their_ticket() {
    var closed = first("/api/Tickets?closed_only=true&count=1").path("id").asInt();
    var actions = HALO.json("/api/Actions?includehtmlnote=true&ticket_id=" + closed);
    var ids =
        StreamSupport.stream(actions.path("actions").spliterator(), false)
            .map(a -> a.path("id").asInt())
            .sorted()
            .toList();

    assertThat(ids).first().isEqualTo(1);
    assertThat(ids).hasSize(actions.path("record_count").asInt()).doesNotHaveDuplicates();
    assertThat(actions.path("actions").get(0).path("note_html").asString()).startsWith("<p>");
    assertThat(HALO.json("/api/Actions/1?ticket_id=" + closed).path("ticket_id").asInt())
        .isEqualTo(closed);
  }

  @Test
  void private_notes_can_be_left_out() {
    SIMULATOR.control().addNote(10_002, "for them", false);
    SIMULATOR.control().addNote(10_002, "for us", true);

    var all = HALO.json("/api/Actions?ticket_id=10002").path("actions");
    var shown = HALO.json("/api/Actions?excludeprivate=true&ticket_id=10002").path("actions");

    assertThat(all).anyMatch(action -> action.path("hiddenfromuser").asBoolean());
    assertThat(shown)
        .anyMatch(action -> action.path("note").asString().equals("for them"))
        .noneMatch(action -> action.path("hiddenfromuser").asBoolean());
  }

  @Test
  void assets_tell_their_relations_where_the_original_does() {
    var plain = first("/api/Asset?count=1");
    var rows =
        HALO.json(
                "/api/Asset?count=1500&includechildren=true&includeinactive=true&includeactive=true")
            .path("assets");
    var child =
        StreamSupport.stream(rows.spliterator(), false)
            .filter(row -> row.path("parent_id").asInt() > 0)
            .findFirst()
            .orElseThrow();
    var parent = HALO.json("/api/Asset/" + child.path("parent_id").asInt());

    assertThat(plain.has("parent_id")).isFalse();
    assertThat(parent.path("child_assets"))
        .anyMatch(row -> row.path("id").equals(child.path("id")));
    assertThat(HALO.json("/api/Asset/" + child.path("id").asInt()).path("parent_assets"))
        .hasSize(1);
    assertThat(parent.path("fields")).hasSize(2);
  }

  @Test
  void inactive_rows_appear_on_request() {
    var active = HALO.json("/api/Client?pageinate=true").path("record_count").asInt();
    var all =
        HALO.json("/api/Client?pageinate=true&includeactive=true&includeinactive=true")
            .path("record_count")
            .asInt();

    assertThat(all).isEqualTo(40).isGreaterThan(active);
  }

  @Test
  void unknown_ids_and_paths_answer_404() {
    for (var path :
        List.of(
            "/api/Tickets/1",
            "/api/Client/99999",
            "/api/Asset/abc",
            "/api/Nothing",
            "/api/Users/9999999")) {
      assertThat(HALO.get(path).statusCode()).as(path).isEqualTo(404);
    }
  }

  @Test
  void the_calling_agent_is_known() {
    assertThat(HALO.json("/api/Agent/me").path("name").asString()).isEqualTo("Sam Lee");
  }

  private static JsonNode first(String path) {
    var json = HALO.json(path);
    return json.path(json.has("tickets") ? "tickets" : "assets").get(0);
  }

  private static List<Integer> ids(JsonNode page) {
    return StreamSupport.stream(page.path("tickets").spliterator(), false)
        .map(row -> row.path("id").asInt())
        .toList();
  }
}
