package ai.superit.halo.application.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.webhook.DeliveryReader;
import ai.superit.halo.application.webhook.DeliveryReader.Content;
import ai.superit.halo.domain.webhook.HaloEvent;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What everybody understands who reads what Halo posts.
public interface DeliveryReaderContract {
  ObjectRef TICKET = new ObjectRef(ObjectRef.Kind.TICKET, 7);
  ObjectRef CLIENT = new ObjectRef(ObjectRef.Kind.CLIENT, 8);

  DeliveryReader reader();

  /// A body with an id of its own, as Halo posts it.
  byte[] about(ObjectRef object);

  byte[] withoutId(ObjectRef object);

  /// Several events, each with an id, and so many items of which nobody makes anything.
  byte[] batch(int unreadable, ObjectRef... objects);

  @ParameterizedTest
  @EnumSource
  default void a_delivery_tells_of_its_object_and_has_an_id(ObjectRef.Kind kind) {
    var object = new ObjectRef(kind, 7);

    var content = (Content.Events) reader().read(about(object));

    assertThat(content.events()).extracting(HaloEvent::object).containsExactly(object);
    assertThat(content.unreadable()).isZero();
    assertThat(content.id()).isPresent();
    assertThat(reader().readVouchedFor(about(object))).isEqualTo(content);
  }

  @Test
  default void a_delivery_that_comes_again_has_the_same_id_and_another_has_another() {
    assertThat(id(about(TICKET))).isEqualTo(id(about(TICKET))).isNotEqualTo(id(about(CLIENT)));
  }

  @Test
  default void what_has_no_id_is_understood_only_if_somebody_vouches_for_it() {
    var body = withoutId(TICKET);

    assertThat(reader().read(body)).isInstanceOf(Content.Unreadable.class);
    var content = (Content.Events) reader().readVouchedFor(body);
    assertThat(content.events()).extracting(HaloEvent::object).containsExactly(TICKET);
    assertThat(content.id()).isEmpty();
  }

  @Test
  default void of_a_batch_what_can_be_read_is_read_in_its_order_and_the_rest_counted() {
    var content = (Content.Events) reader().read(batch(2, TICKET, CLIENT, TICKET));

    assertThat(content.events())
        .extracting(HaloEvent::object)
        .containsExactly(TICKET, CLIENT, TICKET);
    assertThat(content.unreadable()).isEqualTo(2);
    assertThat(content.id()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "secret-looking nonsense", "{\"secret-looking\":", "[", "\u0000"})
  default void nonsense_is_unreadable_and_not_repeated_in_the_reason(String body) {
    for (var content :
        List.of(
            reader().read(body.getBytes(UTF_8)), reader().readVouchedFor(body.getBytes(UTF_8)))) {
      assertThat(((Content.Unreadable) content).reason())
          .isNotBlank()
          .doesNotContain("secret-looking");
    }
  }

  private Optional<?> id(byte[] body) {
    return ((Content.Events) reader().read(body)).id();
  }
}
