package ai.superit.halo.application.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdSetTest {
  @ParameterizedTest
  @ValueSource(longs = {3, 100, 5_000, 1L << 40, Long.MAX_VALUE})
  void it_is_the_set_that_it_should_be_whatever_is_done(long reach) {
    var random = new Random(reach);
    var ours = new IdSet();
    var theirs = new TreeSet<Long>();

    for (int step = 0; step < 5_000; step++) {
      var id = random.nextLong(-reach, reach);
      if (random.nextInt(3) > 0) {
        assertThat(ours.add(id)).isEqualTo(theirs.add(id));
      } else {
        assertThat(ours.remove(id)).isEqualTo(theirs.remove(id));
      }
      assertThat(ours.contains(id)).isEqualTo(theirs.contains(id));
    }

    assertThat(ours).hasSameSizeAs(theirs).containsExactlyElementsOf(theirs).isEqualTo(theirs);
    assertThat(IdSet.copyOf(ours)).isEqualTo(theirs);
    assertThat(IdSet.copyOf(theirs)).isEqualTo(ours);
    ours.removeAll(theirs);
    assertThat(ours).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {7, -7})
  void a_copy_is_its_own(long id) {
    var first = new IdSet();
    first.add(id);
    var copy = IdSet.copyOf(first);

    first.add(id + 1);
    copy.remove(id);

    assertThat(first).containsExactly(id, id + 1);
    assertThat(copy).isEmpty();
  }
}
