package ai.superit.halo.application.testing;

import static ai.superit.halo.domain.testing.ConnectionBuilder.aConnection;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.domain.connection.Capability;
import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.ConnectionStatus;
import ai.superit.halo.domain.connection.ConnectionStatus.State;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.testing.Moments;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What every store of connections and of their secrets keeps.
public interface ConnectionsContract extends StoreContract {
  Secret SECRET = new Secret("s3cret-\u00e4\u20ac");

  @Test
  default void a_created_connection_is_found_as_it_was() {
    var acme = aConnection("Acme").build();

    var created = store().connections().create(acme, SECRET);

    assertThat(created).isTrue();
    assertThat(store().connections().find(MANAGERS, acme.id())).contains(acme);
    assertThat(store().connections().all()).containsExactly(acme);
  }

  @Test
  default void a_name_is_taken_without_regard_to_case() {
    var acme = aConnection("Acme").build();
    var again = aConnection("aCME").build();
    store().connections().create(acme, SECRET);

    assertThat(store().connections().create(again, SECRET)).isFalse();

    assertThat(store().connections().all()).containsExactly(acme);
    assertThat(store().accounts().access(again.id())).isEmpty();
  }

  @Test
  default void another_manager_team_may_use_the_same_name() {
    store().connections().create(aConnection("Acme").build(), SECRET);

    var created = store().connections().create(aConnection("acme").of("others").build(), SECRET);

    assertThat(created).isTrue();
  }

  @Test
  default void only_its_own_managers_see_a_connection() {
    var acme = aConnection("Acme").build();
    store().connections().create(acme, SECRET);

    assertThat(store().connections().find(OTHER_MANAGERS, acme.id())).isEmpty();
    assertThat(store().connections().find(BLUE_AGENT, acme.id())).isEmpty();
    assertThat(store().connections().list(OTHER_MANAGERS)).isEmpty();
    assertThat(store().connections().list(BLUE_AGENT)).isEmpty();
  }

  @Test
  default void connections_are_listed_by_name() {
    var names = new String[] {"celery", "apple", "banana"};
    for (var name : names) {
      store().connections().create(aConnection(name).build(), SECRET);
    }

    assertThat(store().connections().list(MANAGERS))
        .extracting(Connection::name)
        .containsExactly("apple", "banana", "celery");
  }

  @Test
  default void an_unknown_connection_is_not_found() {
    var unknown = ConnectionId.random();

    assertThat(store().connections().find(MANAGERS, unknown)).isEmpty();
    assertThat(store().accounts().access(unknown)).isEmpty();
  }

  @Test
  default void the_secret_comes_back_only_with_the_account() {
    var acme = aConnection("Acme").build();
    store().connections().create(acme, SECRET);

    assertThat(store().accounts().access(acme.id())).contains(acme.access(SECRET));
    assertThat(store().connections().all().toString()).doesNotContain(SECRET.reveal());
  }

  @Test
  default void a_status_replaces_the_one_before() {
    var acme = aConnection("Acme").build();
    store().connections().create(acme, SECRET);
    var refused = new ConnectionStatus(State.UNAUTHORIZED, "Check the id.", Moments.minute(5));

    store().connections().setStatus(acme.id(), refused);

    assertThat(store().connections().find(MANAGERS, acme.id())).contains(acme.withStatus(refused));
  }

  @Test
  default void a_status_is_changed_only_from_what_was_named() {
    var acme = connected("Acme");
    var failed = new ConnectionStatus(State.FAILED, "gone", Moments.minute(10));
    var refused = new ConnectionStatus(State.UNAUTHORIZED, "no", Moments.minute(20));
    store().connections().setStatus(acme, failed);

    assertThat(change(acme, Set.of(State.NEW, State.CONNECTED), 60, refused)).isFalse();
    assertThat(change(acme, Set.of(State.FAILED), 10, refused)).isFalse();
    assertThat(status(acme)).isEqualTo(failed);
    assertThat(change(acme, Set.of(State.NEW, State.FAILED), 11, refused)).isTrue();
    assertThat(status(acme)).isEqualTo(refused);
  }

  @Test
  default void the_end_of_a_connection_is_no_status_that_changes() {
    var acme = connected("Acme");
    store().connections().setStatus(acme, ConnectionStatus.deleting(Moments.NOON));
    var well = new ConnectionStatus(State.CONNECTED, "", Moments.minute(20));

    assertThat(change(acme, Set.of(State.values()), 60, well)).isFalse();
    assertThat(change(ConnectionId.random(), Set.of(State.values()), 60, well)).isFalse();
  }

  @Test
  default void a_connection_wants_everything_until_somebody_chooses() {
    var acme = aConnection("Acme").build();
    store().connections().create(acme, SECRET);
    assertThat(store().accounts().access(acme.id()).orElseThrow().endpoint().capabilities())
        .isEqualTo(Capability.ALL);

    var chosen = Set.of(Capability.READ_TICKETS, Capability.WRITE_WEBHOOKS);
    assertThat(store().connections().want(acme.id(), chosen)).isTrue();

    assertThat(store().connections().find(MANAGERS, acme.id())).contains(acme.wanting(chosen));
    assertThat(store().accounts().access(acme.id())).contains(acme.wanting(chosen).access(SECRET));
    assertThat(store().connections().want(ConnectionId.random(), chosen)).isFalse();
  }

  @Test
  default void one_that_nobody_has_authorised_lives_and_is_not_called() {
    var acme = aConnection("Acme").byConsent().build();
    var globex = aConnection("Globex").build();
    store().connections().create(acme, SECRET);
    store().connections().create(globex, SECRET);
    store().connections().setStatus(globex.id(), ConnectionStatus.deleting(Moments.NOON));

    assertThat(store().connections().all()).isEmpty();
    assertThat(store().connections().living()).containsExactly(acme);
  }

  @Test
  default void the_status_of_a_connection_that_is_gone_is_passed_over() {
    var status = new ConnectionStatus(State.CONNECTED, "", Moments.NOON);

    store().connections().setStatus(ConnectionId.random(), status);

    assertThat(store().connections().all()).isEmpty();
  }

  private boolean change(
      ConnectionId id, Set<State> from, int beforeMinute, ConnectionStatus status) {
    return store().connections().changeStatus(id, from, Moments.minute(beforeMinute), status);
  }

  private ConnectionStatus status(ConnectionId id) {
    return store().connections().find(MANAGERS, id).orElseThrow().status();
  }
}
