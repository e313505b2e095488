package ai.superit.halo.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class WritingTest {
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

  @Test
  void creating_one_ticket_answers_201_with_one_object() {
    var response =
        HALO.post(
            "/api/Tickets",
            "[{\"summary\":\"Disk full\",\"site_id\":\"18\",\"third_party_id\":\"m-1\"}]");
    var ticket = Json.MAPPER.readTree(response.body());

    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(ticket.path("summary").asString()).isEqualTo("Disk full");
    assertThat(ticket.path("status_id").asInt()).isEqualTo(1);
    assertThat(ticket.path("client_id").asInt()).isEqualTo(12);
    assertThat(
            HALO.json("/api/Tickets/" + ticket.path("id").asInt())
                .path("third_party_id")
                .asString())
        .isEqualTo("m-1");
  }

  @Test
  void an_update_changes_only_the_fields_sent() {
    var before = HALO.json("/api/Tickets/10003");
    var after = posted("/api/Tickets", "{\"id\":10003,\"impact\":1}");

    assertThat(after.path("impact").asInt()).isEqualTo(1);
    assertThat(after.path("summary")).isEqualTo(before.path("summary"));
    assertThat(after.path("details")).isEqualTo(before.path("details"));
    assertThat(after.path("last_update").asString())
        .isGreaterThan(before.path("last_update").asString());
  }

  @Test
  void many_elements_answer_with_the_last_unless_all_are_wanted() {
    var body = "[{\"id\":10006,\"impact\":2},{\"id\":10007,\"impact\":2}]";

    assertThat(posted("/api/Tickets", body).path("id").asInt()).isEqualTo(10_007);
    assertThat(posted("/api/Tickets?returnall=true", body)).hasSize(2);
  }

  @Test
  void an_action_without_outcome_is_refused() {
    var response = HALO.post("/api/Actions", "[{\"ticket_id\":10004,\"note\":\"x\"}]");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("outcome must be entered");
  }

  @Test
  void an_action_moves_the_ticket_and_takes_the_next_id() {
    var count = HALO.json("/api/Actions?ticket_id=10008").path("record_count").asInt();
    var note =
        posted(
            "/api/Actions",
            "{\"ticket_id\":10008,\"outcome\":\"Internal Note\",\"note\":\"x\",\"new_status\":4}");

    assertThat(note.path("id").asInt()).isEqualTo(count + 1);
    assertThat(note.path("hiddenfromuser").asBoolean()).isTrue();
    assertThat(HALO.json("/api/Tickets/10008").path("status_id").asInt()).isEqualTo(4);
  }

  @Test
  void a_closed_ticket_says_when_and_reopens() {
    var closed = posted("/api/Tickets", "{\"id\":10009,\"status_id\":9}");
    var open = posted("/api/Tickets", "{\"id\":10009,\"status_id\":2}");

    assertThat(closed.path("hasbeenclosed").asBoolean()).isTrue();
    assertThat(closed.has("dateclosed")).isTrue();
    assertThat(open.path("hasbeenclosed").asBoolean()).isFalse();
  }

  @Test
  void deletion_is_soft_and_can_be_undone() {
    assertThat(HALO.delete("/api/Tickets/10010?reason=spam").statusCode()).isEqualTo(200);
    assertThat(HALO.json("/api/Tickets?idonly=true").toString()).doesNotContain("10010");
    assertThat(HALO.json("/api/Tickets?deleted=true&idonly=true").toString()).contains("10010");

    posted("/api/Tickets", "[{\"id\":10010,\"_recover\":true}]");
    assertThat(HALO.json("/api/Tickets?idonly=true").toString()).contains("10010");
  }

  @Test
  void clients_sites_users_and_assets_are_created_changed_and_deleted() {
    var client = posted("/api/Client", "[{\"name\":\"Newcomer\"}]").path("id").asInt();
    var site =
        posted("/api/Site", "{\"name\":\"Annex\",\"client_id\":" + client + ".0}")
            .path("id")
            .asInt();
    var user = posted("/api/Users", "{\"name\":\"Ana Diaz\",\"site_id\":" + site + ".0}");
    var asset =
        posted(
            "/api/Asset",
            "{\"inventory_number\":\"PC-1\",\"assettype_id\":\"131\",\"site_id\":" + site + "}");

    assertThat(user.path("surname").asString()).isEqualTo("Diaz");
    assertThat(user.path("client_id").asInt()).isEqualTo(client);
    assertThat(asset.path("assettype_name").asString()).isEqualTo("Laptop");
    assertThat(
            posted("/api/Client", "{\"id\":" + client + ",\"inactive\":true}")
                .path("inactive")
                .asBoolean())
        .isTrue();
    assertThat(HALO.delete("/api/Asset/" + asset.path("id").asInt()).statusCode()).isEqualTo(200);
    assertThat(HALO.get("/api/Asset/" + asset.path("id").asInt()).statusCode()).isEqualTo(404);
  }

  @Test
  void broken_bodies_are_refused_with_the_field() {
    assertThat(HALO.post("/api/Tickets", "[{").statusCode()).isEqualTo(400);
    assertThat(HALO.post("/api/Tickets", "[]").statusCode()).isEqualTo(400);
    assertThat(HALO.post("/api/Tickets", "[{\"summary\":\"\"}]").body()).contains("[0].summary");
    assertThat(HALO.post("/api/Tickets", "[{\"id\":10001,\"client_id\":95.0}]").body())
        .contains("[0].client_id");
    assertThat(HALO.post("/api/Tickets", "[{\"id\":77}]").statusCode()).isEqualTo(404);
  }

  @Test
  void an_attachment_comes_back_as_bytes() {
    var id =
        posted(
                "/api/Attachment",
                "[{\"filename\":\"a.txt\",\"ticket_id\":10001,\"data_base64\":\"aGVsbG8=\"}]")
            .path("id")
            .asInt();

    assertThat(HALO.get("/api/Attachment/" + id).body().getBytes(StandardCharsets.UTF_8))
        .asString()
        .isEqualTo("hello");
    assertThat(
            HALO.json("/api/Attachment?ticket_id=10001")
                .path("attachments")
                .get(0)
                .path("filesize")
                .asInt())
        .isEqualTo(5);
  }

  private static JsonNode posted(String path, String body) {
    var response = HALO.post(path, body);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
    return Json.MAPPER.readTree(response.body());
  }
}
