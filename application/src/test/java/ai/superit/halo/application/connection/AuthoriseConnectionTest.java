package ai.superit.halo.application.connection;

import static ai.superit.halo.domain.testing.ConnectionBuilder.aConnection;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.connection.Authorisations.Taken;
import ai.superit.halo.application.connection.AuthoriseConnection.Beginning;
import ai.superit.halo.application.connection.AuthoriseConnection.Ending;
import ai.superit.halo.application.connection.AuthoriseConnection.Offer;
import ai.superit.halo.application.connection.AuthoriseConnection.Returned;
import ai.superit.halo.application.testing.FakeHaloAuthorisations;
import ai.superit.halo.application.testing.FakeHaloScopes;
import ai.superit.halo.application.testing.InMemoryStore;
import ai.superit.halo.application.testing.ManualClock;
import ai.superit.halo.domain.connection.Capability;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.ConnectionStatus;
import ai.superit.halo.domain.connection.ConnectionStatus.State;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.team.Caller;
import ai.superit.halo.domain.team.TeamId;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthoriseConnectionTest {
  private static final URI ISSUER = URI.create("https://sso.halo.example/auth");
  private static final Caller MANAGER = manager("managers");

  private final ManualClock clock = new ManualClock();
  private final InMemoryStore store = new InMemoryStore(clock);
  private final FakeHaloAuthorisations halo = new FakeHaloAuthorisations();
  private final AuthoriseConnection authorising =
      new AuthoriseConnection(
          new AuthoriseConnection.Ports(
              store.connections(),
              store.accounts(),
              store.discoveries(),
              store.authorisations(),
              store.consents(),
              halo,
              new FakeHaloScopes()),
          URI.create("https://it.example"),
          clock);
  private final ConnectionId acme = ConnectionId.random();

  @BeforeEach
  void connect() {
    store.connections().create(aConnection("Acme").as(acme).byConsent().build(), new Secret(""));
  }

  @Test
  void the_browser_that_began_authorises_the_connection() {
    var begun = begin();

    assertThat(end(begun, "good")).isEqualTo(new Ending.Authorised(acme, Set.of()));
    assertThat(store.consents().find(acme)).isPresent();
    assertThat(state()).isEqualTo(State.CONNECTED);
  }

  @Test
  void what_halo_did_not_grant_is_told_and_the_rest_is_connected() {
    halo.grant("tickets.read tickets.write clients.read users.read offline_access");

    assertThat(end(begin(), "good"))
        .isEqualTo(
            new Ending.Authorised(acme, Set.of(Capability.WRITE_WEBHOOKS, Capability.READ_ASSETS)));

    assertThat(state()).isEqualTo(State.CONNECTED);
    assertThat(status().detail()).contains("missing: read:assets (assets.read), write:webhooks (");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "all", "all offline_access"})
  void a_tenant_that_says_no_less_grants_what_was_asked(String scopes) {
    halo.grant(scopes);

    assertThat(end(begin(), "good")).isEqualTo(new Ending.Authorised(acme, Set.of()));

    assertThat(status().detail()).isEmpty();
  }

  @Test
  void what_was_not_asked_for_is_not_missed() {
    store.connections().want(acme, Set.of(Capability.READ_TICKETS));
    halo.grant("tickets.read");

    assertThat(end(begin(), "good")).isEqualTo(new Ending.Authorised(acme, Set.of()));
  }

  @Test
  void the_address_is_made_of_the_configured_base() {
    assertThat(open().address().toString())
        .startsWith("https://it.example/api/integrations/halo/authorize/" + acme + "?ticket=");
    assertThat(authorising.callback())
        .hasToString("https://it.example/api/integrations/halo/callback");
  }

  @Test
  void a_server_that_promised_to_name_itself_must_do_so() {
    promise(true);
    var unnamed = begin();
    var named = begin();

    assertThat(end(unnamed, "good")).isEqualTo(new Ending.OtherIssuer());
    assertThat(store.consents().find(acme)).isEmpty();
    assertThat(
            authorising.end(
                new Returned(
                    state(named), named.browser(), "", ISSUER.toString(), new Secret("good"))))
        .isEqualTo(new Ending.Authorised(acme, Set.of()));
  }

  @Test
  void a_server_that_promised_nothing_need_not_name_itself() {
    promise(false);

    assertThat(end(begin(), "good")).isEqualTo(new Ending.Authorised(acme, Set.of()));
  }

  private void promise(boolean promised) {
    var issuer = new Discovery.Issuer(ISSUER.toString(), promised);
    store
        .discoveries()
        .keep(acme, new Discovery(Discovery.Source.OPENID, ISSUER, "", issuer, clock.instant()));
  }

  @Test
  void managers_of_others_are_offered_nothing() {
    assertThat(authorising.offer(manager("others"), acme)).isEqualTo(new Offer.ConnectionUnknown());
  }

  @Test
  void an_application_with_a_secret_of_its_own_needs_nobody() {
    var service = aConnection("Service").build();
    store.connections().create(service, new Secret("s"));

    assertThat(authorising.offer(MANAGER, service.id())).isEqualTo(new Offer.NotNeeded());
  }

  @Test
  void an_address_opens_once_and_for_ten_minutes() {
    var ticket = ticket();
    authorising.begin(acme, ticket);
    var late = ticket();
    clock.advance(Duration.ofMinutes(10));

    assertThat(authorising.begin(acme, ticket)).isEqualTo(new Beginning.Refused());
    assertThat(authorising.begin(acme, late)).isEqualTo(new Beginning.Refused());
  }

  @Test
  void a_state_of_many_at_once_is_exchanged_once() {
    var begun = begin();

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      IntStream.range(0, 100).forEach(_ -> threads.execute(() -> end(begun, "good")));
    }

    assertThat(halo.redeemed()).isEqualTo(1);
  }

  @Test
  void another_browser_is_refused_and_the_first_may_still_finish() {
    var begun = begin();
    var stolen = new Returned(state(begun), new Secret("other"), "", "", new Secret("good"));

    assertThat(authorising.end(stolen)).isEqualTo(new Ending.NotBegun(Taken.Not.OTHER_BROWSER));
    assertThat(end(begun, "good")).isInstanceOf(Ending.Authorised.class);
  }

  @Test
  void a_state_ends_after_ten_minutes() {
    var begun = begin();
    clock.advance(Duration.ofMinutes(10));

    assertThat(end(begun, "good")).isEqualTo(new Ending.NotBegun(Taken.Not.EXPIRED));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "00000000-0000-4000-8000-00000000000a.short"})
  void a_state_of_another_make_is_unknown(String state) {
    var callback = new Returned(state, new Secret(""), "", "", new Secret("good"));

    assertThat(authorising.end(callback)).isEqualTo(new Ending.NotBegun(Taken.Not.UNKNOWN));
  }

  @Test
  void a_code_that_halo_refuses_changes_nothing() {
    assertThat(end(begin(), "somebody else's")).isInstanceOf(Ending.ExchangeFailed.class);

    assertThat(store.consents().find(acme)).isEmpty();
    assertThat(state()).isEqualTo(State.NEEDS_AUTHORIZATION);
  }

  @ParameterizedTest
  @CsvSource({"access_denied,access_denied", "<script>,''"})
  void an_error_counts_though_a_code_came_with_it(String error, String known) {
    var begun = begin();
    var callback = new Returned(state(begun), begun.browser(), error, "", new Secret("good"));

    assertThat(authorising.end(callback)).isEqualTo(new Ending.RefusedByHalo(known));
    assertThat(halo.redeemed()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "https://acme.halopsa.example/auth,true",
    "https://acme.halopsa.example/auth/,true",
    "https://evil.example/auth,false"
  })
  void a_code_of_another_server_is_not_shown_to_this_one(String issuer, boolean accepted) {
    var begun = begin();
    var callback = new Returned(state(begun), begun.browser(), "", issuer, new Secret("good"));

    assertThat(authorising.end(callback) instanceof Ending.Authorised).isEqualTo(accepted);
    assertThat(halo.redeemed()).isEqualTo(accepted ? 1 : 0);
  }

  private Ending end(Beginning.ToHalo begun, String code) {
    return authorising.end(new Returned(state(begun), begun.browser(), "", "", new Secret(code)));
  }

  private Beginning.ToHalo begin() {
    return (Beginning.ToHalo) authorising.begin(acme, ticket());
  }

  private static String state(Beginning.ToHalo begun) {
    return begun.address().getQuery().replaceAll(".*state=", "");
  }

  private Secret ticket() {
    return new Secret(open().address().getQuery().replaceAll(".*ticket=", ""));
  }

  private Offer.Open open() {
    return (Offer.Open) authorising.offer(MANAGER, acme);
  }

  private State state() {
    return status().state();
  }

  private ConnectionStatus status() {
    return store.connections().find(MANAGER.visibility(), acme).orElseThrow().status();
  }

  private static Caller manager(String team) {
    return new Caller("m", Caller.Role.MANAGER, Set.of(new TeamId(team)));
  }
}
