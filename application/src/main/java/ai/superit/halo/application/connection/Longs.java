package ai.superit.halo.application.connection;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;

/// Numbers in their order that nobody changes, without an object for each: a budget is made anew
/// from hundreds of them for every call.
final class Longs extends AbstractList<Long> implements RandomAccess {
  private final long[] numbers;

  private Longs(long[] numbers) {
    this.numbers = numbers;
  }

  static Longs of(long[] numbers) {
    return new Longs(numbers.clone());
  }

  static Longs copyOf(List<Long> numbers) {
    if (numbers instanceof Longs same) {
      return same;
    }
    var copy = new long[numbers.size()];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = numbers.get(i);
    }
    return new Longs(copy);
  }

  @Override
  public Long get(int index) {
    return numbers[index];
  }

  @Override
  public int size() {
    return numbers.length;
  }

  /// As `equals`, without an object for each number.
  boolean sameAs(Longs other) {
    return Arrays.equals(numbers, other.numbers);
  }

  long[] toLongs() {
    return numbers.clone();
  }
}
