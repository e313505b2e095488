package ai.superit.halo.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.superit.halo.application.connection.Allowance;
import ai.superit.halo.application.connection.CallsEnded;
import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.connection.RateBudget;
import ai.superit.halo.application.connection.StatedLimit;
import ai.superit.halo.application.connection.TenantBudget;
import ai.superit.halo.domain.connection.ConnectionId;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Of all calls that there are, so that none is forgotten: what is not forwarded would fall back to
/// doing nothing.
class ForwardingBudgetTest {
  private static final ConnectionId ACME = ConnectionId.random();
  private static final TenantBudget.State STATE =
      new TenantBudget.State(
          Optional.of(700L), Duration.ofMinutes(5), 20, 680, 1, Optional.empty());

  private static final Map<Class<?>, Object> ARGUMENTS =
      Map.of(
          ConnectionId.class,
          ACME,
          Lane.class,
          Lane.REREAD,
          Duration.class,
          Duration.ofSeconds(7),
          long.class,
          9L,
          StatedLimit.class,
          new StatedLimit(500, Duration.ofMinutes(3)),
          Allowance.class,
          new Allowance(700, 20, Duration.ofSeconds(30)));

  private static final Map<Class<?>, Object> ANSWERS =
      Map.of(
          Duration.class, Duration.ofMinutes(4),
          Map.class, Map.of(ACME, new RateBudget.Load(STATE, Map.of(Lane.POLL, 2), 3)),
          Optional.class, Optional.of(STATE));

  private record Call(Method method, List<Object> arguments) {}

  private interface Answer {
    @Nullable Object to(Call call);
  }

  @ParameterizedTest
  @MethodSource("calls")
  void every_call_reaches_the_budget_within_and_its_answer_comes_back(Method method)
      throws ReflectiveOperationException {
    var received = new ArrayList<Call>();
    var forwarding =
        forwardingTo(call -> {
          received.add(call);
          return ANSWERS.get(method.getReturnType());
        });

    var answer = method.invoke(forwarding, arguments(method).toArray());

    assertThat(received).containsExactly(new Call(method, arguments(method)));
    assertThat(answer).isEqualTo(ANSWERS.get(method.getReturnType()));
  }

  @ParameterizedTest
  @MethodSource("calls")
  void what_the_budget_within_throws_reaches_who_called(Method method) {
    var ended = new CallsEnded();
    var forwarding =
        forwardingTo(_ -> {
          throw ended;
        });

    assertThatThrownBy(() -> method.invoke(forwarding, arguments(method).toArray()))
        .cause()
        .isSameAs(ended);
  }

  /// But the one that only chooses a patience for another.
  static Stream<Method> calls() {
    return Stream.of(RateBudget.class.getDeclaredMethods())
        .filter(method -> !Modifier.isStatic(method.getModifiers()) && !method.isSynthetic())
        .filter(method -> !(method.getName().equals("acquire") && method.getParameterCount() == 2));
  }

  private static List<Object> arguments(Method method) {
    return Stream.of(method.getParameterTypes()).map(ARGUMENTS::get).toList();
  }

  private static RateBudget forwardingTo(Answer answer) {
    var within =
        (RateBudget)
            Proxy.newProxyInstance(
                RateBudget.class.getClassLoader(),
                new Class<?>[] {RateBudget.class},
                (_, method, arguments) ->
                    answer.to(
                        new Call(method, arguments == null ? List.of() : List.of(arguments))));
    return new ForwardingBudget(within) {};
  }
}
