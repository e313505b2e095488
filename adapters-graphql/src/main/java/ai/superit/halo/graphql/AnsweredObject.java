package ai.superit.halo.graphql;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// An object of an answer, which is written out once and not looked anything up in: all objects at
/// a place of the answer share their keys.
final class AnsweredObject extends AbstractMap<String, @Nullable Object> {
  private final List<String> keys;
  private final @Nullable Object[] values;

  AnsweredObject(List<String> keys, @Nullable Object[] values) {
    this.keys = keys;
    this.values = values;
  }

  List<String> keys() {
    return keys;
  }

  @Nullable Object value(int index) {
    return values[index];
  }

  @Override
  public Set<Map.Entry<String, @Nullable Object>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public Iterator<Map.Entry<String, @Nullable Object>> iterator() {
        return IntStream.range(0, values.length)
            .<Map.Entry<String, @Nullable Object>>mapToObj(
                i -> new SimpleImmutableEntry<>(keys.get(i), values[i]))
            .iterator();
      }

      @Override
      public int size() {
        return values.length;
      }
    };
  }
}
