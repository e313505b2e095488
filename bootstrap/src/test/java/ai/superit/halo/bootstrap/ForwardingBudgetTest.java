package ai.superit.halo.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.connection.RateBudget;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ForwardingBudgetTest {
  /// What is not forwarded would fall back to doing nothing.
  @ParameterizedTest
  @MethodSource
  void every_call_reaches_the_budget_within(Method call) throws ReflectiveOperationException {
    var received = new ArrayList<String>();
    var within =
        (RateBudget)
            Proxy.newProxyInstance(
                RateBudget.class.getClassLoader(),
                new Class<?>[] {RateBudget.class},
                (_, method, _) -> {
                  received.add(method.getName());
                  return null;
                });

    var nothing =
        Stream.of(call.getParameterTypes()).map(type -> type == long.class ? 0L : null).toArray();
    call.invoke(new ForwardingBudget(within) {}, nothing);

    assertThat(received).isEqualTo(List.of(call.getName()));
  }

  /// But the one that only chooses a patience for another.
  static Stream<Method> every_call_reaches_the_budget_within() {
    return Stream.of(RateBudget.class.getDeclaredMethods())
        .filter(method -> !Modifier.isStatic(method.getModifiers()) && !method.isSynthetic())
        .filter(method -> !(method.getName().equals("acquire") && method.getParameterCount() == 2));
  }
}
