package ai.superit.halo.application.sync;

import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A set of ids in ascending order that takes about a bit for each where they are dense, as those
/// of a long list are, and some 200 bytes where they are far apart. Not safe for use by several
/// threads.
public final class IdSet extends AbstractSet<Long> {
  private static final int BITS = 10;
  private static final int WORDS = 1 << (BITS - 6);

  private final NavigableMap<Long, long[]> blocks = new TreeMap<>();
  private int size;

  /// An empty set.
  public IdSet() {}

  public static IdSet copyOf(Collection<Long> ids) {
    var copy = new IdSet();
    if (ids instanceof IdSet other) {
      other.blocks.forEach((block, words) -> copy.blocks.put(block, words.clone()));
      copy.size = other.size;
    } else {
      copy.addAll(ids);
    }
    return copy;
  }

  @Override
  public boolean add(Long id) {
    var words = blocks.computeIfAbsent(id >> BITS, _ -> new long[WORDS]);
    if ((words[word(id)] & bit(id)) != 0) {
      return false;
    }
    words[word(id)] |= bit(id);
    size++;
    return true;
  }

  @Override
  public boolean contains(@Nullable Object candidate) {
    if (!(candidate instanceof Long id)) {
      return false;
    }
    var words = blocks.get(id >> BITS);
    return words != null && (words[word(id)] & bit(id)) != 0;
  }

  @Override
  public boolean remove(@Nullable Object candidate) {
    if (!(candidate instanceof Long id) || !contains(id)) {
      return false;
    }
    var words = Objects.requireNonNull(blocks.get(id >> BITS));
    words[word(id)] &= ~bit(id);
    size--;
    if (Arrays.stream(words).allMatch(word -> word == 0)) {
      blocks.remove(id >> BITS);
    }
    return true;
  }

  @Override
  public boolean removeAll(Collection<?> ids) {
    var before = size;
    ids.forEach(this::remove);
    return size < before;
  }

  @Override
  public int size() {
    return size;
  }

  /// Ascending; does not remove.
  @Override
  public Iterator<Long> iterator() {
    return blocks.entrySet().stream()
        .flatMap(block -> idsOf(block.getKey(), block.getValue()))
        .iterator();
  }

  private static Stream<Long> idsOf(long block, long[] words) {
    return IntStream.range(0, 1 << BITS)
        .filter(place -> (words[place >> 6] & 1L << place) != 0)
        .mapToObj(place -> (block << BITS) + place);
  }

  private static int word(long id) {
    return (int) (id & ((1 << BITS) - 1)) >> 6;
  }

  private static long bit(long id) {
    return 1L << id;
  }
}
