package ai.superit.halo.graphql;

import ai.superit.halo.application.StoreUnavailable;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Remembers which methods of the ports were called, and lets them fail.
final class PortCalls {
  private final List<String> names = new ArrayList<>();
  private boolean storeAnswers = true;
  private boolean nextFails;

  List<String> names() {
    return List.copyOf(names);
  }

  /// From now on the store behind the ports does not answer.
  void loseStore() {
    storeAnswers = false;
  }

  void loseStoreForOneCall() {
    nextFails = true;
  }

  void clear() {
    names.clear();
  }

  /// The port as it is, with its calls remembered.
  @SuppressWarnings("unchecked") // it has one interface, which is what callers see
  <P> P counted(P port) {
    return (P)
        Proxy.newProxyInstance(
            port.getClass().getClassLoader(),
            port.getClass().getInterfaces(),
            (_, method, arguments) -> {
              names.add(method.getName());
              if (!storeAnswers || nextFails) {
                nextFails = false;
                throw new StoreUnavailable("connection to db.internal refused", new IOException());
              }
              method.setAccessible(true);
              return call(() -> method.invoke(port, arguments));
            });
  }

  private interface Call {
    @Nullable Object make() throws ReflectiveOperationException;
  }

  private static @Nullable Object call(Call call) throws Throwable {
    try {
      return call.make();
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause() == null ? thrown : thrown.getCause();
    }
  }
}
