package ai.superit.halo.simulator;

import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// Rows sorted by id. Readers never wait: writers, one at a time, publish a new snapshot.
/// Selections are remembered until the next change, so that paging through a big table stays cheap.
final class Table<R extends Row> {
  private static final int REMEMBERED = 16;

  @SuppressWarnings("ArrayRecordComponent")
  private record Snapshot(Row[] rows, int size, long version) {}

  private record Selection(long version, List<?> rows) {}

  private final Map<String, Selection> selections =
      new LinkedHashMap<>(32, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Selection> eldest) {
          return size() > REMEMBERED;
        }
      };
  private volatile Snapshot snapshot;

  Table(List<R> rows) {
    snapshot = new Snapshot(rows.toArray(new Row[0]), rows.size(), 0);
  }

  int size() {
    return snapshot.size;
  }

  long version() {
    return snapshot.version;
  }

  int nextId() {
    var now = snapshot;
    return now.size == 0 ? 1 : now.rows[now.size - 1].id + 1;
  }

  @SuppressWarnings("unchecked")
  R at(int position) {
    return (R) snapshot.rows[position];
  }

  Optional<R> find(int id) {
    var now = snapshot;
    var position = position(now, id);
    return position < 0 ? Optional.empty() : Optional.of(at(position));
  }

  /// Adds the row, or replaces the one with its id.
  void put(R row) {
    var now = snapshot;
    var position = position(now, row.id);
    if (position >= 0) {
      // Readers of the current snapshot may meet the row at once: it must be complete by then.
      VarHandle.releaseFence();
      now.rows[position] = row;
      snapshot = new Snapshot(now.rows, now.size, now.version + 1);
    } else {
      insert(now, -position - 1, row);
    }
  }

  void remove(int id) {
    var now = snapshot;
    var position = position(now, id);
    if (position >= 0) {
      var rows = new Row[now.size];
      System.arraycopy(now.rows, 0, rows, 0, position);
      System.arraycopy(now.rows, position + 1, rows, position, now.size - position - 1);
      snapshot = new Snapshot(rows, now.size - 1, now.version + 1);
    }
  }

  /// Brings back the rows of now.
  Runnable saved() {
    var now = snapshot;
    var rows = Arrays.copyOf(now.rows, now.size);
    return () -> snapshot = new Snapshot(rows, now.size, snapshot.version + 1);
  }

  List<R> where(Predicate<? super R> condition) {
    var now = snapshot;
    var found = new ArrayList<R>();
    for (var i = 0; i < now.size; i++) {
      @SuppressWarnings("unchecked")
      var row = (R) now.rows[i];
      if (condition.test(row)) {
        found.add(row);
      }
    }
    return found;
  }

  @SuppressWarnings("unchecked")
  List<R> select(String key, Predicate<? super R> condition, Comparator<? super R> order) {
    var version = snapshot.version;
    synchronized (selections) {
      var known = selections.get(key);
      if (known != null && known.version == version) {
        return (List<R>) known.rows;
      }
    }
    var rows = where(condition);
    rows.sort(order);
    synchronized (selections) {
      selections.put(key, new Selection(version, rows));
    }
    return rows;
  }

  private void insert(Snapshot now, int at, R row) {
    var appends = at == now.size && now.rows.length > now.size;
    var rows = appends ? now.rows : Arrays.copyOf(now.rows, now.size + now.size / 8 + 16);
    if (!appends) {
      System.arraycopy(now.rows, at, rows, at + 1, now.size - at);
    }
    rows[at] = row;
    snapshot = new Snapshot(rows, now.size + 1, now.version + 1);
  }

  private static int position(Snapshot now, int id) {
    if (now.size == 0) {
      return -1;
    }
    var guess = id - now.rows[0].id;
    if (guess >= 0 && guess < now.size && now.rows[guess].id == id) {
      return guess;
    }
    var low = 0;
    var high = now.size - 1;
    while (low <= high) {
      var middle = (low + high) >>> 1;
      var found = now.rows[middle].id;
      if (found == id) {
        return middle;
      }
      if (found < id) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -low - 1;
  }
}
