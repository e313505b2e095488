package ai.superit.halo.halo;

import static ai.superit.halo.domain.testing.ConnectionBuilder.aConnection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.superit.halo.application.connection.CallsEnded;
import ai.superit.halo.application.connection.DiagnoseConnection;
import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.connection.RateBudget;
import ai.superit.halo.application.testing.InMemoryStore;
import ai.superit.halo.application.testing.ManualClock;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.team.Caller;
import ai.superit.halo.domain.team.TeamId;
import ai.superit.halo.simulator.RateLimit;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The service stops in the midst of an examination.
class EndedCallsTest {
  private static final Caller MANAGER =
      new Caller("m", Caller.Role.MANAGER, Set.of(new TeamId("managers")));

  /// Lets so many calls through.
  private static final class EndingBudget implements RateBudget {
    private int left = Integer.MAX_VALUE;

    @Override
    public synchronized void acquire(ConnectionId connection, Lane lane, Duration patience) {
      if (left-- == 0) {
        throw new CallsEnded();
      }
    }

    synchronized void endAfter(int calls) {
      left = calls;
    }

    @Override
    public Duration timeFor(ConnectionId connection, Lane lane, long calls, Duration pace) {
      return pace;
    }

    @Override
    public void refused(ConnectionId connection, Duration pause) {}
  }

  private final EndingBudget budget = new EndingBudget();
  private final SimulatedTenant simulated =
      new SimulatedTenant(RateLimit.unlimited(), Optional.of(budget));
  private final ManualClock clock = new ManualClock();
  private final InMemoryStore store = new InMemoryStore(clock);
  private final DiagnoseConnection diagnosing =
      new DiagnoseConnection(
          new DiagnoseConnection.Ports(
              store.connections(),
              _ -> Optional.of(simulated.access()),
              store.diagnoses(),
              store.runs(),
              store.pauses()),
          simulated.halo.doctor(),
          clock);

  EndedCallsTest() {
    store
        .connections()
        .create(aConnection("Acme").as(simulated.connection).build(), new Secret("secret"));
  }

  @AfterEach
  void stop() {
    simulated.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 5})
  void a_diagnosis_that_is_cut_off_leaves_the_one_before(int calls) {
    diagnosing.diagnose(MANAGER, simulated.connection);
    var before = store.diagnoses().find(simulated.connection);
    clock.advance(Duration.ofHours(1));
    budget.endAfter(calls);

    assertThatExceptionOfType(CallsEnded.class)
        .isThrownBy(() -> diagnosing.diagnose(MANAGER, simulated.connection));

    assertThat(store.diagnoses().find(simulated.connection)).isEqualTo(before).isPresent();
  }

  @Test
  void a_test_that_is_cut_off_advises_nothing() {
    budget.endAfter(1);

    assertThatExceptionOfType(CallsEnded.class)
        .isThrownBy(() -> simulated.halo.probe().probe(simulated.access()))
        .withMessageContaining("because this service stops: try again when it runs");
  }
}
