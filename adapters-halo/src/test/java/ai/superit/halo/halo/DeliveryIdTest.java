package ai.superit.halo.halo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.webhook.DeliveryReader.Content;
import ai.superit.halo.domain.webhook.HaloEvent;
import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a delivery calls itself, however it is written.
class DeliveryIdTest {
  private static final String GUID = "3a1f0c5e-5a0e-4f9e-9d5b-1f1e6a2b7c11";

  private final JsonDeliveryReader reader = new JsonDeliveryReader();

  @ParameterizedTest
  @ValueSource(
      strings = {
        GUID,
        "3A1F0C5E-5A0E-4F9E-9D5B-1F1E6A2B7C11",
        "{3a1f0c5e-5a0e-4f9e-9d5b-1f1e6a2b7c11}",
        "  3a1f0c5e-5a0e-4f9e-9d5b-1f1e6a2b7c11 ",
        " { 3A1f0c5e-5a0e-4f9e-9d5b-1f1e6a2b7c11 } "
      })
  void a_guid_in_other_case_or_braces_or_with_spaces_is_the_same_guid(String id) {
    assertThat(read("{\"id\":\"%s\",\"object_id\":5}".formatted(id)))
        .isInstanceOfSatisfying(
            Content.Events.class,
            events -> assertThat(events.id()).contains(UUID.fromString(GUID)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\"id\":null,",
        "\"id\":7,",
        "\"id\":true,",
        "\"id\":\"\",",
        "\"id\":\"not-a-guid\",",
        "\"id\":\"3a1f0c5e-5a0e-4f9e-9d5b-1f1e6a2b7c1\",",
        "\"id\":\"3a1f0c5e-5a0e-4f9e-9d5b-1f1e6a2b7c11x\",",
        "\"id\":[\"3a1f0c5e-5a0e-4f9e-9d5b-1f1e6a2b7c11\"],",
        "\"id\":{},"
      })
  void a_guid_that_is_missing_null_a_number_or_a_list_sets_the_delivery_aside(String id) {
    assertSetAside("{" + id + "\"object_id\":5}");
  }

  @Test
  void a_guid_of_a_megabyte_sets_the_delivery_aside() {
    assertSetAside("{\"id\":\"" + "a".repeat(1 << 20) + "\",\"object_id\":5}");
    assertSetAside("{\"id\":\"" + " ".repeat(1 << 20) + GUID + "\",\"object_id\":5}");
  }

  @Test
  void an_item_of_a_batch_without_a_guid_is_set_aside_alone() {
    var batch = "[{\"id\":\"%s\",\"object_id\":5},{\"object_id\":6}]".formatted(GUID);

    assertThat(read(batch))
        .isInstanceOfSatisfying(
            Content.Events.class,
            events -> {
              assertThat(events.events())
                  .extracting(event -> event.object().id())
                  .containsExactly(5L);
              assertThat(events.unreadable()).isEqualTo(1);
            });
  }

  /// An overlong slash, half of a pair, a byte that continues nothing, one that begins nothing.
  @ParameterizedTest
  @ValueSource(strings = {"c0af", "e080af", "eda080", "80", "f8", "ff", "c3"})
  void bytes_of_a_text_that_are_no_utf_8_become_replacement_characters(String hex) {
    var event = named(HexFormat.of().parseHex(hex));

    assertThat(event.name()).matches("a\ufffd+b");
    assertThat(event.object().id()).isEqualTo(5);
  }

  @Test
  void utf_8_of_all_lengths_is_kept() {
    assertThat(named("\u00e5\u20ac\ud83d\ude00".getBytes(UTF_8)).name())
        .isEqualTo("a\u00e5\u20ac\ud83d\ude00b");
  }

  private HaloEvent named(byte[] inside) {
    var before = "{\"id\":\"%s\",\"object_id\":5,\"event\":\"a".formatted(GUID).getBytes(UTF_8);
    var after = "b\"}".getBytes(UTF_8);
    var body = new ByteArrayOutputStream();
    body.writeBytes(before);
    body.writeBytes(inside);
    body.writeBytes(after);
    return ((Content.Events) reader.read(body.toByteArray())).events().getFirst();
  }

  private void assertSetAside(String body) {
    assertThat(read(body)).isInstanceOf(Content.Unreadable.class);
    assertThat(reader.readVouchedFor(body.getBytes(UTF_8))).isInstanceOf(Content.Events.class);
  }

  private Content read(String body) {
    return reader.read(body.getBytes(UTF_8));
  }
}
