package ai.superit.halo.application.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import ai.superit.halo.application.Problem;
import ai.superit.halo.application.connection.CreateConnection.Outcome;
import ai.superit.halo.application.connection.CreateConnection.Request;
import ai.superit.halo.application.testing.FakeHaloProbe;
import ai.superit.halo.application.testing.InMemoryStore;
import ai.superit.halo.application.testing.ManualClock;
import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.connection.ConnectionStatus;
import ai.superit.halo.domain.connection.ConnectionStatus.State;
import ai.superit.halo.domain.connection.Grant;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.connection.TenantUrl;
import ai.superit.halo.domain.team.Caller;
import ai.superit.halo.domain.team.TeamId;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class CreateConnectionTest {
  private static final Caller MANAGER = manager("managers");
  private static final Grant CREDENTIALS = Grant.CLIENT_CREDENTIALS;

  private final InMemoryStore store = new InMemoryStore();
  private final ManualClock clock = new ManualClock();
  private final AtomicReference<Optional<Discovery>> found =
      new AtomicReference<>(Optional.empty());
  private final DiscoverTenant discovering =
      new DiscoverTenant(store.accounts(), _ -> found.get(), store.discoveries());
  private final CreateConnection creating =
      new CreateConnection(store.connections(), discovering, TenantUrl.Rules.PRODUCTION, clock);

  @Test
  void a_connection_is_stored_with_its_secret() {
    var created = create(MANAGER, request("", "Acme", "acme.halopsa.com/tickets?id=1"));

    assertThat(created.endpoint().tenant()).hasToString("https://acme.halopsa.com");
    assertThat(created.endpoint().authorisation()).hasToString("https://acme.halopsa.com/auth");
    assertThat(created.status()).isEqualTo(new ConnectionStatus(State.NEW, "", clock.instant()));
    assertThat(store.accounts().access(created.id()))
        .contains(created.access(new Secret("s3cret")));
  }

  @Test
  void the_connection_signs_in_where_the_tenant_says() {
    found.set(Optional.of(elsewhere()));

    var created = create(MANAGER, request("", "Acme", "acme.halopsa.com"));

    assertThat(created.endpoint().authorisation()).hasToString("https://sso.halo.example/auth");
    assertThat(created.endpoint().tenantName()).isEqualTo("acme-1");
    assertThat(store.discoveries().find(created.id())).contains(elsewhere());
  }

  @Test
  void a_place_that_has_stopped_working_is_looked_for_anew() {
    var created = create(MANAGER, request("", "Acme", "acme.halopsa.com"));
    var probe = new FakeHaloProbe();
    probe.failWith(HaloUnavailable.Cause.NOT_HALO);
    found.set(Optional.of(elsewhere()));

    new TestConnection(store.accounts(), probe, discovering, store.connections(), clock)
        .test(MANAGER, created.id());

    assertThat(probe.probed())
        .extracting(access -> access.endpoint().authorisation().toString())
        .containsExactly("https://acme.halopsa.com/auth", "https://sso.halo.example/auth");
  }

  @Test
  void wrong_credentials_are_no_reason_to_look_elsewhere() {
    var created = create(MANAGER, request("", "Acme", "acme.halopsa.com"));
    var probe = new FakeHaloProbe();
    probe.failWith(HaloUnavailable.Cause.UNAUTHORIZED);
    found.set(Optional.of(elsewhere()));

    new TestConnection(store.accounts(), probe, discovering, store.connections(), clock)
        .test(MANAGER, created.id());

    assertThat(probe.probed()).hasSize(1);
  }

  private Discovery elsewhere() {
    return new Discovery(
        Discovery.Source.AUTH_INFO,
        URI.create("https://sso.halo.example/auth"),
        "acme-1",
        Discovery.Issuer.SILENT,
        clock.instant());
  }

  @Test
  void all_that_is_wrong_is_reported_at_once() {
    var wrong =
        new Request("x y", " ", "http://acme", "ftp://x", "a b", "", new Secret("\n"), CREDENTIALS);

    assertThat(problems(MANAGER, wrong))
        .extracting(Problem::field)
        .containsExactly(
            "managerTeam",
            "name",
            "tenantUrl",
            "authorisationUrl",
            "tenantName",
            "clientId",
            "clientSecret");
  }

  @Test
  void only_what_a_person_authorises_may_do_without_a_secret() {
    var none = new Secret("");
    var authorised =
        new Request("", "A", "a.example", "", "", "id", none, Grant.AUTHORIZATION_CODE);
    var service = new Request("", "B", "b.example", "", "", "id", none, CREDENTIALS);

    assertThat(create(MANAGER, authorised).status().state()).isEqualTo(State.NEEDS_AUTHORIZATION);
    assertThat(problems(MANAGER, service))
        .extracting(Problem::field)
        .containsExactly("clientSecret");
  }

  @Test
  void problems_do_not_repeat_the_secret() {
    var wrong =
        new Request("", "A", "a.example", "", "", "id", new Secret("pass word"), CREDENTIALS);

    assertThat(problems(MANAGER, wrong).toString()).doesNotContain("pass word");
  }

  @Test
  void a_taken_name_is_reported() {
    create(MANAGER, request("", "Acme", "acme.example"));

    assertThat(problems(MANAGER, request("", "ACME", "acme.example")))
        .extracting(Problem::field, Problem::code)
        .containsExactly(tuple("name", Problem.Code.TAKEN));
  }

  @Test
  void managers_of_several_teams_must_name_one_of_them() {
    var manager = manager("one", "two");

    assertThat(problems(manager, request("", "Acme", "a.example"))).hasSize(1);
    assertThat(problems(manager, request("three", "Acme", "a.example"))).hasSize(1);
    assertThat(create(manager, request("two", "Acme", "a.example")).managerTeam())
        .isEqualTo(new TeamId("two"));
  }

  @Test
  void a_test_of_the_connection_is_remembered_as_its_status() {
    var acme = create(MANAGER, request("", "Acme", "acme.example"));
    var probe = new FakeHaloProbe();
    var testing =
        new TestConnection(store.accounts(), probe, discovering, store.connections(), clock);

    assertThat(testing.test(MANAGER, acme.id()).orElseThrow().passed()).isTrue();
    assertThat(state(acme)).isEqualTo(State.CONNECTED);

    probe.failWith(HaloUnavailable.Cause.UNAUTHORIZED);
    testing.test(MANAGER, acme.id());
    assertThat(state(acme)).isEqualTo(State.UNAUTHORIZED);

    probe.failWith(HaloUnavailable.Cause.UNREACHABLE);
    testing.test(MANAGER, acme.id());
    assertThat(state(acme)).isEqualTo(State.FAILED);
  }

  @Test
  void a_tenant_that_is_too_busy_to_tell_changes_nothing_and_is_not_looked_for_elsewhere() {
    var acme = create(MANAGER, request("", "Acme", "acme.example"));
    var probe = new FakeHaloProbe();
    var testing =
        new TestConnection(store.accounts(), probe, discovering, store.connections(), clock);
    testing.test(MANAGER, acme.id());
    probe.failWith(HaloUnavailable.Cause.RATE_LIMITED);
    found.set(Optional.of(elsewhere()));

    assertThat(testing.test(MANAGER, acme.id()).orElseThrow().passed()).isFalse();

    assertThat(state(acme)).isEqualTo(State.CONNECTED);
    assertThat(probe.probed()).hasSize(2);
  }

  /// Another instance may well use the tenant.
  @Test
  void a_key_that_is_missing_here_changes_nothing() {
    var acme = create(MANAGER, request("", "Acme", "acme.example"));
    HaloProbe locked =
        _ -> {
          throw new SecretUnreadable(new IllegalStateException());
        };
    var testing =
        new TestConnection(store.accounts(), locked, discovering, store.connections(), clock);

    assertThatExceptionOfType(SecretUnreadable.class)
        .isThrownBy(() -> testing.test(MANAGER, acme.id()));

    assertThat(state(acme)).isEqualTo(State.NEW);
  }

  @Test
  void a_connection_of_others_is_not_tried() {
    var acme = create(MANAGER, request("", "Acme", "acme.example"));
    var probe = new FakeHaloProbe();
    var testing =
        new TestConnection(store.accounts(), probe, discovering, store.connections(), clock);

    assertThat(testing.test(manager("others"), acme.id())).isEmpty();

    assertThat(probe.probed()).isEmpty();
  }

  private State state(Connection connection) {
    var found = store.connections().find(MANAGER.visibility(), connection.id());
    return found.orElseThrow().status().state();
  }

  private Connection create(Caller manager, Request request) {
    return switch (creating.create(manager, request)) {
      case Outcome.Created(var connection) -> connection;
      case Outcome.Rejected(var problems) -> throw new AssertionError(problems.toString());
    };
  }

  private List<Problem> problems(Caller manager, Request request) {
    return switch (creating.create(manager, request)) {
      case Outcome.Created _ -> List.of();
      case Outcome.Rejected(var problems) -> problems;
    };
  }

  private static Request request(String team, String name, String url) {
    return new Request(team, name, url, "", "", "client-id", new Secret(" s3cret "), CREDENTIALS);
  }

  private static Caller manager(String... teams) {
    var ids = Arrays.stream(teams).map(TeamId::new).toList();
    return new Caller("m", Caller.Role.MANAGER, Set.copyOf(ids));
  }
}
