package ai.superit.halo.application.testing;

import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.ConnectionStatus;
import ai.superit.halo.domain.connection.ConnectionStatus.State;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.testing.ClientBuilder;
import ai.superit.halo.domain.testing.Moments;
import ai.superit.halo.domain.testing.TicketBuilder;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What every store keeps while a connection is taken out of it.
public interface ConnectionRemovalContract extends StoreContract {
  @Test
  default void a_connection_that_is_being_deleted_is_seen_and_left_alone() {
    var acme = deleting("Acme");
    var failed = new ConnectionStatus(State.FAILED, "", Moments.minute(9));

    store().connections().setStatus(acme, failed);

    assertThat(store().connections().all()).isEmpty();
    assertThat(store().removal().awaiting()).extracting(Connection::id).containsExactly(acme);
    assertThat(store().connections().replaceCredentials(acme, "x", new Secret("y"))).isFalse();
    assertThat(store().connections().find(MANAGERS, acme).orElseThrow().isDeleting()).isTrue();
  }

  @Test
  default void nobody_can_sign_in_once_the_secrets_are_forgotten() {
    var acme = deleting("Acme");
    var globex = connected("Globex");

    assertThat(store().removal().hasSecrets(acme)).isTrue();
    store().removal().forgetSecrets(acme);
    store().removal().forgetSecrets(acme);

    assertThat(store().removal().hasSecrets(acme)).isFalse();

    assertThat(store().accounts().access(acme)).isEmpty();
    assertThat(store().accounts().access(globex)).isPresent();
  }

  @Test
  default void data_are_removed_bit_by_bit_and_those_of_others_stay() {
    var acme = deleting("Acme");
    var globex = connected("Globex");
    for (var connection : new ConnectionId[] {acme, globex}) {
      clients(connection, ClientBuilder.aClient(1), ClientBuilder.aClient(2));
      tickets(connection, UNROUTED, TicketBuilder.aTicket(101), TicketBuilder.aTicket(102));
    }

    assertThat(store().removal().removeSome(acme, 1)).isPositive();
    while (store().removal().removeSome(acme, 1) > 0) {
      assertThat(store().removal().awaiting()).hasSize(1);
    }

    assertThat(store().tickets().ticketsByKey(MANAGERS, Set.of(ticket(acme, 101)))).isEmpty();
    assertThat(store().tickets().ticketsByKey(MANAGERS, Set.of(ticket(globex, 101)))).hasSize(1);
  }

  @Test
  default void only_a_connection_that_is_being_deleted_is_forgotten() {
    var acme = deleting("Acme");
    var globex = connected("Globex");

    store().removal().forget(acme);
    store().removal().forget(globex);

    assertThat(store().connections().list(MANAGERS))
        .extracting(Connection::id)
        .containsExactly(globex);
  }

  @Test
  default void replaced_credentials_are_the_only_ones() {
    var acme = connected("Acme");

    assertThat(store().connections().replaceCredentials(acme, "new", new Secret("newer"))).isTrue();

    var access = store().accounts().access(acme).orElseThrow();
    assertThat(access.endpoint().clientId()).isEqualTo("new");
    assertThat(access.clientSecret()).isEqualTo(new Secret("newer"));
  }

  private ConnectionId deleting(String name) {
    var connection = connected(name);
    store().connections().setStatus(connection, ConnectionStatus.deleting(Moments.NOON));
    return connection;
  }
}
