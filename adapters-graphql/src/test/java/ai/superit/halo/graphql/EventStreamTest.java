package ai.superit.halo.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EventStreamTest {
  private static final Duration BRIEF = Duration.ofMillis(100);
  private static final Duration LONG = Duration.ofSeconds(20);

  private final EventStream stream =
      new EventStream(new EventStream.Owner("ada", Instant.MAX), 4, Instant.EPOCH);
  private final EventStream.Operation operation = stream.begin("one").orElseThrow();

  @Test
  void operations_wait_while_many_bytes_wait_for_the_reader() throws InterruptedException {
    operation.send(new byte[4_000_000]);
    var second = sending(new byte[1]);
    assertThat(second.join(BRIEF)).isFalse();

    assertThat(stream.take(LONG)).hasValueSatisfying(frame -> assertThat(frame).hasSize(4_000_000));

    assertThat(second.join(LONG)).isTrue();
    assertThat(stream.take(LONG)).hasValueSatisfying(frame -> assertThat(frame).hasSize(1));
  }

  @Test
  void small_frames_wait_up_to_their_number() throws InterruptedException {
    for (int frame = 0; frame < 4; frame++) {
      operation.send(new byte[10]);
    }
    var fifth = sending(new byte[10]);

    assertThat(fifth.join(BRIEF)).isFalse();
    assertThat(stream.take(LONG)).isPresent();
    assertThat(fifth.join(LONG)).isTrue();
  }

  private Thread sending(byte[] frame) {
    return Thread.ofVirtual()
        .start(() -> {
          try {
            operation.send(frame);
          } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
          }
        });
  }
}
