package ai.superit.halo.graphql;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Remembers which methods of the ports were called.
final class PortCalls {
  private final List<String> names = new ArrayList<>();

  List<String> names() {
    return List.copyOf(names);
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
