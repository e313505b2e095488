package ai.superit.halo.application;

import ai.superit.halo.domain.connection.ConnectionId;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// The listeners of this instance, by the connection that each is about.
public final class ChangeListeners implements ChangeNotices {
  private final Map<ConnectionId, Set<Registered>> listeners = new ConcurrentHashMap<>();

  /// Nobody listens yet.
  public ChangeListeners() {}

  /// Equal to itself only, so that a listener may be registered twice.
  private static final class Registered {
    private final Listener listener;

    Registered(Listener listener) {
      this.listener = listener;
    }
  }

  @Override
  public Listening listen(ConnectionId connection, Listener listener) {
    var registered = new Registered(listener);
    listeners.compute(
        connection,
        (_, known) -> {
          var all = known == null ? ConcurrentHashMap.<Registered>newKeySet() : known;
          all.add(registered);
          return all;
        });
    return () ->
        listeners.computeIfPresent(
            connection,
            (_, known) -> {
              known.remove(registered);
              return known.isEmpty() ? null : known;
            });
  }

  /// Tells all listeners of one connection.
  public void tell(ConnectionId connection, Consumer<Listener> what) {
    listeners
        .getOrDefault(connection, Set.of())
        .forEach(registered -> what.accept(registered.listener));
  }

  /// Tells the listeners of all connections.
  public void tellAll(Consumer<Listener> what) {
    listeners.keySet().forEach(connection -> tell(connection, what));
  }
}
