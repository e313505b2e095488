package ai.superit.halo.halo;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.webhook.DeliveryReader.Content;
import ai.superit.halo.domain.Stamp;
import ai.superit.halo.domain.ticket.Note;
import ai.superit.halo.domain.webhook.HaloEvent;
import ai.superit.halo.domain.webhook.ObjectRef;
import ai.superit.halo.domain.webhook.ObjectRef.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonDeliveryReaderTest {
  private static final String TICKET =
      """
      {"id":10482,"summary":"Printer offline","details":"","status_id":9,"tickettype_id":1,
       "priority_id":3,"client_id":"12","site_id":18,"user_id":0,"team":"1st Line","agent_id":1,
       "dateoccurred":"2026-03-02T08:15:00","lastactiondate":"2026-03-02T10:01:44.2",
       "lastupdate":"2026-03-02T10:01:44.21",
       "dateclosed":"1900-01-01T00:00:00","category1":"Hardware>Printer","hasbeenclosed":false}\
      """;

  private static final String ENVELOPE =
      """
      {"id":"3a1f0c5e-5a0e-4f9e-9d5b-1f1e6a2b7c11","event":"ticket status changed",
       "object_id":10482,"timestamp":"2026-03-02T11:05:09.1234567Z","ticket":%s}\
      """;

  private static final String ACTION =
      """
      {"id":3,"ticket_id":10482,"who":"Ana Diaz","actionby_user_id":44,"outcome":"Email","note":"Hi",
       "hiddenfromuser":false,"datetime":"2026-03-02T10:01:44","last_updated":"2026-03-02T10:01:45"}\
      """;

  private final JsonDeliveryReader reader = new JsonDeliveryReader();

  @Test
  void a_full_body_shows_the_ticket_in_either_dialect() {
    var event = only(ENVELOPE.formatted(TICKET));

    assertThat(event.object()).isEqualTo(new ObjectRef(Kind.TICKET, 10482));
    assertThat(event.at()).contains(Instant.parse("2026-03-02T11:05:09.1234567Z"));
    var ticket = event.ticket().orElseThrow();
    assertThat(ticket.text().category()).isEqualTo("Hardware>Printer");
    assertThat(ticket.updatedAt().at()).isEqualTo(Instant.parse("2026-03-02T10:01:44.21Z"));
    assertThat(ticket.parties().agent()).isEmpty();
    assertThat(ticket.times().closedAt()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "summary",
        "details",
        "status_id",
        "tickettype_id",
        "priority_id",
        "client_id",
        "site_id",
        "user_id",
        "agent_id",
        "team",
        "dateoccurred",
        "lastactiondate",
        "lastupdate",
        "hasbeenclosed"
      })
  void a_ticket_that_lacks_something_is_no_snapshot(String field) {
    var body =
        ENVELOPE
            .formatted(TICKET)
            .replace("\"%s\"".formatted(field), "\"other\"")
            .replace("dateclosed", "otherdate");

    assertThat(only(body).ticket()).isEmpty();
    assertThat(only(body).object().id()).isEqualTo(10482);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-03-02T08:15:00", "2026-03-02T10:01:44.2", "2026-03-02T10:01:44.21"})
  void a_ticket_from_the_future_is_no_snapshot(String moment) {
    var body = ENVELOPE.formatted(TICKET).replace(moment + '"', "2999-01-01T00:00:00\"");

    assertThat(only(body).ticket()).isEmpty();
  }

  @Test
  void a_ticket_with_a_strange_value_is_no_snapshot() {
    assertThat(only(ENVELOPE.formatted(TICKET.replace("\"12\"", "{}"))).ticket()).isEmpty();
  }

  @Test
  void a_ticket_of_another_number_is_no_snapshot() {
    assertThat(only(ENVELOPE.formatted(TICKET.replace("10482", "10483"))).ticket()).isEmpty();
  }

  @Test
  void a_deletion_is_no_snapshot() {
    var body = ENVELOPE.formatted(TICKET).replace("ticket status changed", "Ticket Deleted");

    assertThat(only(body).ticket()).isEmpty();
  }

  @Test
  void a_key_that_comes_twice_leaves_the_truth_to_the_api() {
    var event =
        only(
            ENVELOPE.formatted(
                TICKET.replace("\"status_id\":9", "\"status_id\":9,\"status_id\":1")));

    assertThat(event.object().id()).isEqualTo(10482);
    assertThat(event.ticket()).isEmpty();
  }

  @Test
  void a_record_that_is_named_twice_is_never_believed() {
    var event =
        only(ENVELOPE.replace("\"object_id\"", "\"object_id\":1,\"object_id\"").formatted(TICKET));

    assertThat(event.object().id()).isIn(1L, 10482L);
    assertThat(event.ticket()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"action\":%s", "\"actions\":%s", "\"actions\":[%s]"})
  void a_whole_note_comes_with_its_ticket(String beside) {
    var body = ENVELOPE.formatted(TICKET + "," + beside.formatted(ACTION));

    var note = only(body).note().orElseThrow();

    assertThat(note.author().side()).isEqualTo(Note.Side.CONTACT);
    assertThat(note.text()).isEqualTo("Hi");
    assertThat(note.updatedAt()).isEqualTo(new Stamp(Instant.parse("2026-03-02T10:01:45Z")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"who", "note", "hiddenfromuser", "datetime", "last_updated"})
  void a_note_that_lacks_something_is_left_to_be_read(String field) {
    var action = ACTION.replace("\"%s\"".formatted(field), "\"other\"");

    assertThat(only(ENVELOPE.formatted(TICKET + ",\"action\":" + action)).note()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"event\":\"new ticket logged\",\"object_id\":5}', TICKET, 5",
    "'{\"event\":\"1st sla warning\",\"object_id\":\"5.0\"}', TICKET, 5",
    "'{\"event\":\"Asset Updated\",\"object_id\":5.0,\"client\":{\"id\":1}}', ASSET, 5",
    "'{\"event\":\"client created\",\"object_id\":5}', CLIENT, 5",
    "'{\"event\":\"?\",\"area\":{\"id\":5}}', CLIENT, 5",
    "'{\"event\":\"user updated\",\"object_id\":5,\"site\":{\"id\":1}}', CONTACT, 5",
    "'{\"site\":{\"id\":5}}', SITE, 5",
    "'{\"invoice\":{\"id\":5},\"client\":{\"id\":1},\"site\":{\"id\":2}}', INVOICE, 5",
    "'{\"event\":\"Invoice Created\",\"object_id\":5,\"ticket\":{\"id\":1}}', INVOICE, 5",
    "'{\"event\":\"ticket updated\",\"object_id\":5,\"ticket\":{},\"invoice\":{}}', TICKET, 5",
    "'{\"ticket_id\":5,\"title\":\"custom\"}', TICKET, 5",
    "'{\"id\":5,\"summary\":\"bare ticket\"}', TICKET, 5",
    "'{\"object_id\":5,\"ticket\":7,\"event\":[]}', TICKET, 5"
  })
  void thin_bodies_say_what_changed(String body, Kind kind, int id) {
    assertThat(only(body).object()).isEqualTo(new ObjectRef(kind, id));
  }

  @Test
  void a_batch_is_read_item_by_item() {
    var content =
        read("[{\"object_id\":1},{\"object_id\":-1},[],null,{\"object_id\":2}]".getBytes(UTF_8));

    assertThat(content)
        .isInstanceOfSatisfying(
            Content.Events.class,
            events -> {
              assertThat(events.events())
                  .extracting(event -> event.object().id())
                  .containsExactly(1L, 2L);
              assertThat(events.unreadable()).isEqualTo(3);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":7,\"events\":[%s,%s,{\"order\":{}}]}",
        "{\"deliveries\":[%s,%s,null],\"mappings\":[],\"others\":[{\"id\":5}]}",
        "%s\n%s\n{}",
        "%s\r\n\r\n%s {\"object_id\":0}\n"
      })
  void a_batch_of_another_form_is_read_item_by_item(String form) {
    var other = ENVELOPE.replace("10482", "10483").formatted("{}");

    var content = read(form.formatted(ENVELOPE.formatted(TICKET), other).getBytes(UTF_8));

    var events = (Content.Events) content;
    assertThat(events.events())
        .extracting(event -> event.object().id())
        .containsExactly(10482L, 10483L);
    assertThat(events.events().getFirst().ticket()).isPresent();
    assertThat(events.unreadable()).isEqualTo(1);
    assertThat(events.id()).isEmpty();
  }

  @Test
  void an_event_that_holds_others_is_one_of_them() {
    var body = "{\"event\":\"ticket closed\",\"object_id\":1,\"rest\":[%s]}".formatted(ENVELOPE);

    var events = (Content.Events) read(body.formatted(TICKET).getBytes(UTF_8));

    assertThat(events.events())
        .extracting(event -> event.object().id())
        .containsExactly(1L, 10482L);
  }

  @Test
  void lines_with_a_key_that_comes_twice_leave_the_truth_to_the_api() {
    var body = (ENVELOPE.formatted(TICKET) + "\n{\"object_id\":1,\"object_id\":2}").getBytes(UTF_8);

    var events = (Content.Events) read(body);

    assertThat(events.events()).hasSize(2).allMatch(event -> event.ticket().isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"events\":[{\"object_id\":1,\"event\":\"closed\"}]}",
        "{\"object_id\":1}\n{\"object_id\":2}"
      })
  void of_a_batch_that_nobody_vouches_for_what_has_no_id_waits_for_a_person(String body) {
    var events = (Content.Events) reader.read(body.getBytes(UTF_8));

    assertThat(events.events()).isEmpty();
    assertThat(events.unreadable()).isPositive();
  }

  @Test
  void the_id_of_a_whole_batch_stands_for_its_events() {
    var id = "3a1f0c5e-5a0e-4f9e-9d5b-1f1e6a2b7c11";
    var body = "{\"id\":\"%s\",\"events\":[{\"object_id\":1,\"event\":\"closed\"}]}".formatted(id);

    assertThat(((Content.Events) reader.read(body.getBytes(UTF_8))).events()).hasSize(1);
  }

  @Test
  void more_lines_than_a_batch_may_have_are_unreadable() {
    assertThat(read("{\"object_id\":7}\n".repeat(10_001).getBytes(UTF_8)))
        .isEqualTo(new Content.Unreadable("The body holds more than 10000 events."));
  }

  @Test
  void ten_thousand_events_are_read() {
    var body = ("[" + "{\"object_id\":7},".repeat(9_999) + "{\"object_id\":8}]").getBytes(UTF_8);

    assertThat(((Content.Events) read(body)).events()).hasSize(10_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"3A1F0C5E-5A0E-4F9E-9D5B-1F1E6A2B7C11\"",
        "\" {3a1f0c5e-5a0e-4f9e-9d5b-1f1e6a2b7c11} \"",
        "null",
        "7",
        "\"\"",
        "[\"a\"]",
        "{}"
      })
  void what_a_vouched_for_delivery_calls_itself_has_no_part_in_what_it_is_about(String id) {
    var event = only("{\"id\":%s,\"object_id\":5,\"event\":\"ticket closed\"}".formatted(id));

    assertThat(event.object()).isEqualTo(new ObjectRef(Kind.TICKET, 5));
  }

  @Test
  void an_invoice_is_not_taken_for_the_ticket_of_its_number() {
    var invoice =
        """
        {"event":"invoice updated","object_id":10482,"invoice":{"id":10482}}\
        """;

    assertThat(only(invoice).object()).isEqualTo(new ObjectRef(Kind.INVOICE, 10482));
    var batch = "[%s,%s,17]".formatted(invoice, ENVELOPE.formatted(TICKET));
    var events = (Content.Events) read(batch.getBytes(UTF_8));
    assertThat(events.events())
        .extracting(HaloEvent::object)
        .containsExactly(new ObjectRef(Kind.INVOICE, 10482), new ObjectRef(Kind.TICKET, 10482));
    assertThat(events.unreadable()).isEqualTo(1);
  }

  @Test
  void a_batch_of_one_and_one_of_none_are_read() {
    assertThat(((Content.Events) read("[{\"object_id\":1}]".getBytes(UTF_8))).events()).hasSize(1);
    assertThat(read("[]".getBytes(UTF_8))).isEqualTo(new Content.Events(List.of(), 0));
    assertThat(read("[[{\"object_id\":1}]]".getBytes(UTF_8)))
        .isEqualTo(new Content.Events(List.of(), 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9999-12-31T23:59:59Z",
        "2026-03-02T11:05:09",
        "2026-03-02T11:05:09.1234567Z",
        "0001-01-01T00:00:00",
        "yesterday",
        "",
        "1e20"
      })
  void the_time_of_a_delivery_never_keeps_it_from_being_read(String time) {
    var event = only("{\"object_id\":5,\"timestamp\":\"%s\"}".formatted(time));

    assertThat(event.object().id()).isEqualTo(5);
    assertThat(event.ticket()).isEmpty();
  }

  static Stream<byte[]> unreadable() {
    return Stream.of(
            "",
            " ",
            "{",
            "nul",
            "null",
            "1",
            "\"x\"",
            "{}",
            "[[",
            "{\"a\":1,}",
            "{\"object_id\":1} x",
            "{\"object_id\":1}\n{\"object_id\":2}\n[]",
            "{\"object_id\":1}\n{\"object_id\":",
            "{}\n".repeat(100_000) + "x",
            "{\"id\":7,\"events\":[]}",
            "{\"object_id\":0}",
            "{\"object_id\":-7}",
            "{\"object_id\":2147483648}",
            "{\"object_id\":9223372036854775808}",
            "{\"object_id\":1e999999999}",
            "{\"object_id\":\"1;drop\"}",
            "{\"object_id\":\"../1\"}",
            "{\"object_id\":1.5}",
            "{\"object_id\":[1]}",
            "{\"object_id\":true}",
            "{\"id\":5}",
            "{\"order\":{\"id\":7}}",
            "[".repeat(100_000),
            "{\"a\":".repeat(100_000),
            "9".repeat(1_000_000),
            "{\"object_id\":" + "9".repeat(1_000_000) + "}",
            "{\"" + "k".repeat(2_000_000) + "\":1}")
        .map(text -> text.getBytes(UTF_8));
  }

  @ParameterizedTest
  @MethodSource("unreadable")
  void nonsense_is_unreadable(byte[] body) {
    assertThat(read(body)).isInstanceOf(Content.Unreadable.class);
  }

  @ParameterizedTest
  @MethodSource("unreadable")
  void nonsense_costs_little(byte[] body) {
    IntStream.range(0, 20).forEach(_ -> timeToRead(body));

    var fastest = IntStream.range(0, 10).mapToLong(_ -> timeToRead(body)).min().orElseThrow();

    assertThat(Duration.ofNanos(fastest)).isLessThan(Duration.ofMillis(50));
  }

  @Test
  void text_of_any_kind_survives() {
    var body =
        "\uFEFF"
            + ENVELOPE.formatted(
                TICKET.replace("Printer offline", "\\u0000\\ud800 <b>\\u001b[31m"));

    assertThat(only(body).ticket().orElseThrow().text().summary())
        .isEqualTo("\u0000\ud800 <b>\u001b[31m");
  }

  @Test
  void utf_16_is_read_as_well() {
    var events = (Content.Events) read("{\"object_id\":1}".getBytes(UTF_16));

    assertThat(events.events()).extracting(event -> event.object().id()).containsExactly(1L);
  }

  private long timeToRead(byte[] body) {
    var started = System.nanoTime();
    read(body);
    return System.nanoTime() - started;
  }

  /// As a person would have it read, so that nothing but the rest of the body counts.
  private Content read(byte[] body) {
    return reader.readVouchedFor(body);
  }

  private HaloEvent only(String body) {
    var events = read(body.getBytes(UTF_8));
    assertThat(events).isInstanceOf(Content.Events.class);
    List<HaloEvent> found = ((Content.Events) events).events();
    assertThat(found).hasSize(1);
    return found.getFirst();
  }
}
