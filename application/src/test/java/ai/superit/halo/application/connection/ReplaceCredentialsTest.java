package ai.superit.halo.application.connection;

import static ai.superit.halo.domain.testing.ConnectionBuilder.aConnection;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.Problem;
import ai.superit.halo.application.connection.ReplaceCredentials.Outcome;
import ai.superit.halo.application.testing.FakeHaloProbe;
import ai.superit.halo.application.testing.InMemoryStore;
import ai.superit.halo.application.testing.ManualClock;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.HaloAccess;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.team.Caller;
import ai.superit.halo.domain.team.TeamId;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReplaceCredentialsTest {
  private static final Caller MANAGER =
      new Caller("m", Caller.Role.MANAGER, Set.of(new TeamId("managers")));

  private final InMemoryStore store = new InMemoryStore();
  private final FakeHaloProbe probe = new FakeHaloProbe();
  private final ReplaceCredentials replacing =
      new ReplaceCredentials(store.connections(), probe, new ManualClock());
  private final ConnectionId acme = ConnectionId.random();

  @BeforeEach
  void connect() {
    store.connections().create(aConnection("Acme").as(acme).build(), new Secret("old"));
  }

  @Test
  void the_new_ones_are_tried_and_then_taken() {
    assertThat(replace("new-id", "new")).isInstanceOf(Outcome.Replaced.class);

    assertThat(probe.probed()).containsExactly(access());
    assertThat(access().endpoint().clientId()).isEqualTo("new-id");
    assertThat(access().clientSecret()).isEqualTo(new Secret("new"));
  }

  @Test
  void the_old_ones_stay_if_the_new_ones_do_not_work() {
    probe.failWith(HaloUnavailable.Cause.UNAUTHORIZED);

    assertThat(replace("new-id", "new")).isInstanceOf(Outcome.NotAccepted.class);

    assertThat(access().clientSecret()).isEqualTo(new Secret("old"));
    assertThat(access().endpoint().clientId()).isEqualTo("client-of-acme");
  }

  @Test
  void the_client_id_may_stay() {
    replace("", "new");

    assertThat(access().endpoint().clientId()).isEqualTo("client-of-acme");
    assertThat(access().clientSecret()).isEqualTo(new Secret("new"));
  }

  @Test
  void what_is_wrong_is_named_without_repeating_it() {
    var outcome = (Outcome.Rejected) replace("a b", "pass word");

    assertThat(outcome.problems())
        .extracting(Problem::field)
        .containsExactly("clientId", "clientSecret");
    assertThat(outcome.toString()).doesNotContain("pass word");
    assertThat(probe.probed()).isEmpty();
  }

  @Test
  void others_replace_nothing() {
    var other = new Caller("o", Caller.Role.MANAGER, Set.of(new TeamId("others")));

    assertThat(replacing.replace(other, acme, "", new Secret("new")))
        .isEqualTo(new Outcome.ConnectionUnknown());
    assertThat(probe.probed()).isEmpty();
  }

  private Outcome replace(String clientId, String secret) {
    return replacing.replace(MANAGER, acme, clientId, new Secret(secret));
  }

  private HaloAccess access() {
    return store.accounts().access(acme).orElseThrow();
  }
}
