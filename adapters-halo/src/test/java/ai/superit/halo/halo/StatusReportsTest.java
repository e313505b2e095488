package ai.superit.halo.halo;

import static ai.superit.halo.domain.testing.ConnectionBuilder.aConnection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.superit.halo.application.connection.ConnectionHealth;
import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.testing.InMemoryStore;
import ai.superit.halo.application.testing.ManualClock;
import ai.superit.halo.application.testing.StoreContract;
import ai.superit.halo.domain.connection.ConnectionStatus;
import ai.superit.halo.domain.connection.ConnectionStatus.State;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.simulator.Fault;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Two instances read a simulated tenant; the state of the connection follows what they meet.
class StatusReportsTest {
  /// Of one call.
  private static final int ATTEMPTS = 1 + SimulatedTenant.quick().retries().failures();

  private final SimulatedTenant simulated = new SimulatedTenant();
  private final ManualClock clock = new ManualClock();
  private final InMemoryStore store = new InMemoryStore(clock);
  private final HaloClient client = instance();
  private final HaloClient elsewhere = instance();

  private HaloClient instance() {
    var calls = simulated.calls(clock);
    var sessions =
        new Sessions(
            _ -> Optional.of(simulated.access()),
            store.consents(),
            new ConnectionHealth(store.connections(), clock),
            calls,
            clock);
    return new HaloClient(calls, sessions, new Presence(clock), simulated.connection, Lane.POLL);
  }

  @BeforeEach
  void connect() {
    var acme = aConnection("Acme").as(simulated.connection).build();
    store.connections().create(acme, new Secret("s"));
    clock.advance(Duration.ofSeconds(1));
    reads(client);
    assertThat(status().state()).isEqualTo(State.CONNECTED);
    clock.advance(Duration.ofSeconds(1));
  }

  @AfterEach
  void stop() {
    simulated.close();
  }

  @Test
  void a_secret_that_has_run_out_is_seen_and_so_is_its_repair_from_anywhere() {
    changeSecret("another");
    fails(client, "Tickets");

    assertThat(status().state()).isEqualTo(State.UNAUTHORIZED);
    assertThat(status().detail()).contains("check the client id and the client secret");

    changeSecret(simulated.config.clientSecret());
    clock.advance(Duration.ofSeconds(1));
    reads(elsewhere);

    assertThat(status()).isEqualTo(new ConnectionStatus(State.CONNECTED, "", clock.instant()));
  }

  @Test
  void an_application_that_was_deactivated_is_seen() {
    simulated.control().deactivateApplication(simulated.config.clientId());
    simulated.control().revokeTokens();

    fails(client, "Client");

    assertThat(status().state()).isEqualTo(State.UNAUTHORIZED);
  }

  @Test
  void an_older_session_does_not_hide_a_refusal_that_a_test_has_met() {
    var refused = new ConnectionStatus(State.UNAUTHORIZED, "", clock.instant());
    store.connections().setStatus(simulated.connection, refused);
    clock.advance(Duration.ofMinutes(2));
    reads(client);
    assertThat(status()).isEqualTo(refused);

    clock.advance(Duration.ofHours(1));
    reads(client);

    assertThat(status().state()).isEqualTo(State.CONNECTED);
  }

  @Test
  void a_token_that_is_refused_while_fresh_is_seen() {
    simulated.control().addFault(Fault.status(401).onPath("/api/Tickets"));

    fails(client, "Tickets");

    assertThat(status().state()).isEqualTo(State.UNAUTHORIZED);
    assertThat(status().detail()).contains("refused a fresh access token");
  }

  @Test
  void a_tenant_that_is_out_of_reach_is_seen_and_so_is_its_end() {
    simulated.control().addFault(Fault.always(Fault.Effect.CUT).onPath("/api/Tickets"));
    var since = clock.instant();
    failsForLong(client);
    assertThat(status().state()).isEqualTo(State.FAILED);
    assertThat(status().since()).isEqualTo(since);
    assertThat(status().detail())
        .startsWith("3 calls in a row have failed. The last: GET /Tickets: ")
        .contains("the network on the way to it");
    simulated.control().clearFaults();
    clock.advance(FailedCalls.WHILE);

    reads(client);

    assertThat(status()).isEqualTo(new ConnectionStatus(State.CONNECTED, "", clock.instant()));
  }

  @Test
  void a_tenant_that_answers_with_server_errors_for_long_is_seen_and_its_end_from_anywhere() {
    simulated.control().addFault(Fault.status(503));
    var since = clock.instant();
    failsForLong(client);
    assertThat(status().state()).isEqualTo(State.FAILED);
    assertThat(status().since()).isEqualTo(since);
    assertThat(status().detail())
        .contains("server error 503", "is out of order or being upgraded", "diagnoseConnection");
    simulated.control().clearFaults();

    reads(elsewhere);

    assertThat(status()).isEqualTo(new ConnectionStatus(State.CONNECTED, "", clock.instant()));
  }

  @Test
  void a_call_that_fails_now_and_then_and_many_in_one_moment_are_no_outage() {
    simulated.control().addFault(Fault.status(503).times(2 * ATTEMPTS));
    fails(client, "Tickets");
    clock.advance(FailedCalls.WHILE);
    fails(client, "Tickets");
    reads(client);
    simulated.control().addFault(Fault.status(503));
    fails(client, "Tickets");
    fails(client, "Client");
    fails(client, "Tickets");

    assertThat(status().state()).isEqualTo(State.CONNECTED);
  }

  @Test
  void a_list_that_only_some_would_read_is_no_outage() {
    simulated.control().addFault(Fault.status(500).onPath("/api/Invoice"));
    for (int call = 0; call < FailedCalls.CALLS; call++) {
      fails(client, "Invoice");
      clock.advance(FailedCalls.WHILE);
    }

    assertThat(status().state()).isEqualTo(State.CONNECTED);
  }

  /// It is its own way to the tenant that is broken.
  @Test
  void an_instance_that_fails_alone_does_not_undo_what_another_has_found_since() {
    simulated.control().addFault(Fault.status(503).times(2 * ATTEMPTS));
    fails(client, "Tickets");
    clock.advance(FailedCalls.WHILE);
    fails(client, "Tickets");
    store
        .connections()
        .setStatus(
            simulated.connection,
            new ConnectionStatus(State.FAILED, "The other has met it too.", clock.instant()));
    clock.advance(Duration.ofSeconds(1));
    reads(elsewhere);
    var found = status();
    assertThat(found.state()).isEqualTo(State.CONNECTED);
    simulated.control().addFault(Fault.status(503));

    fails(client, "Tickets");
    assertThat(status()).isEqualTo(found);

    clock.advance(Duration.ofMinutes(1));
    failsForLong(client);
    assertThat(status().state()).isEqualTo(State.FAILED);
  }

  @Test
  void an_authorisation_server_that_is_down_is_seen() {
    simulated.control().revokeTokens();
    simulated.control().addFault(Fault.status(503).onPath("/auth/token"));

    failsForLong(client);

    assertThat(status().state()).isEqualTo(State.FAILED);
  }

  @Test
  void an_authorisation_server_that_is_somebody_else_is_seen_at_once() {
    simulated.control().revokeTokens();
    simulated.control().addFault(Fault.always(Fault.Effect.HTML).onPath("/auth/token"));

    fails(client, "Tickets");

    assertThat(status().state()).isEqualTo(State.FAILED);
  }

  @Test
  void a_right_that_is_missing_somewhere_and_a_busy_tenant_say_nothing() {
    simulated.control().addFault(Fault.status(403).onPath("/api/Tickets"));
    simulated.control().addFault(Fault.status(429).onPath("/api/Client"));
    simulated.control().addFault(Fault.status(401).onPath("/api/Webhook"));

    fails(client, "Tickets");
    fails(client, "Client");
    fails(client, "Webhook");

    assertThat(status().state()).isEqualTo(State.CONNECTED);
  }

  @Test
  void who_waits_for_a_refused_sign_in_to_be_tried_again_does_not_undo_a_repair() {
    changeSecret("another");
    fails(client, "Tickets");
    clock.advance(Duration.ofSeconds(1));
    var repaired = new ConnectionStatus(State.CONNECTED, "", clock.instant());
    store.connections().setStatus(simulated.connection, repaired);
    clock.advance(Duration.ofSeconds(1));

    fails(client, "Tickets");

    assertThat(status()).isEqualTo(repaired);
  }

  private void changeSecret(String secret) {
    simulated.control().putApplication(simulated.config.clientId(), secret);
    simulated.control().revokeTokens();
  }

  private static void reads(HaloClient client) {
    assertThat(client.get("Tickets", Query.of("page_size", 1)).isObject()).isTrue();
  }

  private void failsForLong(HaloClient client) {
    fails(client, "Tickets");
    for (int call = 1; call < FailedCalls.CALLS; call++) {
      clock.advance(Duration.ofMinutes(1));
      fails(client, "Tickets");
    }
  }

  private static void fails(HaloClient client, String resource) {
    assertThat(catchThrowable(() -> client.get(resource, Query.of("page_size", 1)))).isNotNull();
  }

  private ConnectionStatus status() {
    return store
        .connections()
        .find(StoreContract.MANAGERS, simulated.connection)
        .orElseThrow()
        .status();
  }
}
