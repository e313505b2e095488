package ai.superit.halo.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class EventStreamTest {
  private static final Duration BRIEF = Duration.ofMillis(100);
  private static final Duration LONG = Duration.ofSeconds(20);

  private final EventStream stream = new EventStream("ada", Instant.MAX, 4, Instant.EPOCH);
  private final EventStream.Operation operation = stream.begin("one", Instant.MAX).orElseThrow();

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

  @Test
  void whoever_waits_looks_again_when_an_operation_begins() throws InterruptedException {
    stream.take(BRIEF);
    var taken = new CompletableFuture<Boolean>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            taken.complete(stream.take(LONG).isPresent());
          } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
          }
        });

    stream.begin("two", Instant.EPOCH);

    assertThat(taken).succeedsWithin(LONG.dividedBy(2)).isEqualTo(false);
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
