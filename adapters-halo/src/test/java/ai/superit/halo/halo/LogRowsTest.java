package ai.superit.halo.halo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.webhook.DeliveryLogs.Flaw;
import ai.superit.halo.application.webhook.DeliveryLogs.LogPage;
import ai.superit.halo.application.webhook.LoggedDelivery;
import ai.superit.halo.domain.webhook.DeliveryDigest;
import ai.superit.halo.domain.webhook.HaloEvent;
import ai.superit.halo.domain.webhook.LogAccess;
import ai.superit.halo.domain.webhook.ObjectRef;
import ai.superit.halo.domain.webhook.ObjectRef.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogRowsTest {
  private static final String BODY =
      "{\"id\":\"3a1f0c5e-5a0e-4f9e-9d5b-1f1e6a2b7c11\",\"event\":\"ticket"
          + " updated\",\"object_id\":%d}";
  private static final Optional<Instant> SENT = Optional.of(Instant.parse("2026-03-02T11:05:09Z"));

  @Test
  void a_delivery_is_known_by_its_body_and_tells_its_record() {
    var body = BODY.formatted(7);

    var page = page(row("200", body));

    assertThat(page.flaws()).isEmpty();
    var about = new ObjectRef(Kind.TICKET, 7);
    var told =
        new HaloEvent(
            about, "ticket updated", Optional.empty(), Optional.empty(), Optional.empty());
    assertThat(page.deliveries())
        .containsExactly(
            new LoggedDelivery(
                DeliveryDigest.of(body.getBytes(UTF_8)),
                SENT.get(),
                true,
                Set.of(about),
                List.of(told)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "404", "503", ""})
  void what_was_not_accepted_may_be_sent_again(String status) {
    assertThat(page(row(status, BODY.formatted(7))).deliveries())
        .extracting(LoggedDelivery::settled)
        .containsExactly(false);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[%s,%s]", "{\"events\":[%s,%s]}", "%s\n%s\n"})
  void a_batch_is_about_all_its_records(String form) {
    var batch = form.formatted(BODY.formatted(7), BODY.formatted(8));

    assertThat(page(row("200", batch)).deliveries().getFirst().objects()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[%s,%s]", "%s\n%s"})
  void a_batch_that_tells_of_no_record_is_about_none(String form) {
    var silent = BODY.replace(",\"object_id\":%d", "");
    var row = row("200", form.formatted(silent, silent)).replaceFirst("\\{", "{\"entity_id\":7,");

    assertThat(page(row).deliveries().getFirst().objects()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "client updated, CLIENT",
    "user created, CONTACT",
    "site deleted, SITE",
    "asset updated, ASSET",
    "invoice updated, INVOICE",
    "ticket updated, TICKET",
    "?, TICKET"
  })
  void the_number_in_the_log_is_that_of_the_kind_that_the_body_tells(String event, Kind kind) {
    var body = BODY.replace("ticket updated", event).replace(",\"object_id\":%d", "");

    var row = row("0", body).replaceFirst("\\{", "{\"entity_id\":7,");
    assertThat(page(row).deliveries())
        .extracting(LoggedDelivery::objects)
        .containsExactly(Set.of(new ObjectRef(kind, 7)));
  }

  @ParameterizedTest
  @CsvSource({"client, CLIENT", "user, CONTACT", "site, SITE", "asset, ASSET", "invoice, INVOICE"})
  void a_body_that_numbers_its_record_is_about_that(String key, Kind kind) {
    var body =
        BODY.replace("ticket updated", "?")
            .replace("\"object_id\":%d", "\"%s\":{\"id\":7}".formatted(key));

    var row = row("0", body).replaceFirst("\\{", "{\"entity_id\":8,");
    assertThat(page(row).deliveries())
        .extracting(LoggedDelivery::objects)
        .containsExactly(Set.of(new ObjectRef(kind, 7)));
  }

  @Test
  void without_bodies_nothing_is_proven() {
    assertThat(page(row("200", "")).flaws()).containsExactly(new Flaw(LogAccess.LIGHTWEIGHT, SENT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"ticket_id\":7}", "{\"id\":7,\"summary\":\"x\"}", "[]", "not JSON"})
  void a_body_without_an_id_of_its_own_proves_nothing(String body) {
    var page = page(row("200", body));

    assertThat(page.flaws()).containsExactly(new Flaw(LogAccess.CUSTOM_PAYLOAD, SENT));
    assertThat(page.deliveries()).isEmpty();
    assertThat(page.rows()).isEqualTo(1);
  }

  @Test
  void a_row_without_a_time_is_no_younger_than_the_one_before_it() {
    var timeless = row("200", BODY.formatted(8)).replace("2026-03-02T11:05:09", "soon");

    var page = page(row("200", BODY.formatted(7)) + "," + timeless);

    assertThat(page.flaws()).containsExactly(new Flaw(LogAccess.UNREADABLE, SENT));
    assertThat(page(timeless).flaws())
        .containsExactly(new Flaw(LogAccess.UNREADABLE, Optional.empty()));
  }

  @Test
  void rows_of_other_webhooks_do_not_count() {
    assertThat(page(row("200", BODY.formatted(7)).replace("\"hook\"", "\"other\"")).deliveries())
        .isEmpty();
  }

  private static LogPage page(String row) {
    var listing = Listing.of(Json.tree(("[" + row + "]").getBytes(UTF_8)), "WebhookEvent", "x");
    return new LogRows(new JsonDeliveryReader(), "hook").page(listing, false);
  }

  private static String row(String status, String body) {
    var row = Json.object();
    row.put("id", 1).put("webhook_id", "hook").put("timestamp", "2026-03-02T11:05:09");
    row.put("requestbody", body);
    if (!status.isEmpty()) {
      row.put("responsestatus", Integer.parseInt(status));
    }
    return Json.write(row);
  }
}
