package ai.superit.halo.graphql;

import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What a subscription listens to. The operation is run anew for each event; the first run opens
/// the feed. Belongs to one operation and its thread.
final class Listening implements AutoCloseable {
  private @Nullable Feed<?> feed;
  private @Nullable Object event;

  /// The event that the operation is run for. A feed that has no first one is not listened to.
  ///
  /// @param open called once, by the first run
  <E> E event(Class<E> type, Supplier<Feed<E>> open) {
    if (feed == null) {
      var opened = open.get();
      event = first(opened);
      feed = opened;
    }
    return type.cast(Objects.requireNonNull(event));
  }

  private static <E> E first(Feed<E> opened) {
    try {
      return opened.first();
    } catch (RuntimeException failure) {
      opened.close();
      throw failure;
    }
  }

  /// Waits for the next event; false if the first run has opened no feed.
  boolean await() throws InterruptedException {
    if (feed == null) {
      return false;
    }
    event = feed.next();
    return true;
  }

  @Override
  public void close() {
    if (feed != null) {
      feed.close();
    }
  }
}
