package ai.superit.halo.graphql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.superit.halo.application.StoreUnavailable;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ListeningTest {
  private final Listening listening = new Listening();
  private int closed;

  @Test
  void a_feed_whose_first_read_fails_is_closed_and_not_listened_to() throws InterruptedException {
    assertThatThrownBy(() -> listening.event(String.class, this::failing))
        .isInstanceOf(StoreUnavailable.class);

    assertThat(listening.await()).isFalse();
    listening.close();
    assertThat(closed).isEqualTo(1);
  }

  private Feed<String> failing() {
    return new Feed<>() {
      @Override
      public String first() {
        throw new StoreUnavailable("connection refused", new IOException());
      }

      @Override
      public String next() {
        return "told all the same";
      }

      @Override
      public void close() {
        closed++;
      }
    };
  }
}
