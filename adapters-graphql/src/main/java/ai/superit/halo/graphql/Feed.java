package ai.superit.halo.graphql;

/// Where the events of one subscription come from. Used by one thread.
interface Feed<E> extends AutoCloseable {
  /// What is told as soon as the feed is open. To be called once, before [#next].
  E first();

  /// The next event, waiting for it.
  E next() throws InterruptedException;

  @Override
  void close();
}
