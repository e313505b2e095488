package ai.superit.halo.application.testing;

import static ai.superit.halo.domain.testing.TicketBuilder.aTicket;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.team.TeamId;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What the transactions of every store keep.
public interface TransactionsContract extends StoreContract {
  @Test
  default void all_writes_of_a_transaction_stay_and_its_result_is_passed_on() {
    teamsExist();
    var acme = connected("acme");

    var result =
        store()
            .transactions()
            .inTransaction(() -> {
              linked(acme, 1, "blue");
              tickets(acme, TO_BLUE, aTicket());
              return "done";
            });

    assertThat(result).isEqualTo("done");
    assertThat(store().links().find(acme, new ClientId(1))).contains(link(1, "blue"));
    assertThat(store().tickets().ticketsByKey(MANAGERS, Set.of(ticket(acme, 1)))).hasSize(1);
  }

  @Test
  default void an_exception_undoes_everything_and_is_passed_on() {
    teamsExist();
    var acme = connected("acme");
    var failure = new IllegalStateException("stop");

    assertThatThrownBy(() ->
            store()
                .transactions()
                .inTransaction(() -> {
                  store().links().setDefaultTeam(acme, Optional.of(new TeamId("red")));
                  tickets(acme, TO_RED, aTicket());
                  throw failure;
                }))
        .isSameAs(failure);

    assertThat(store().links().routing(acme).defaultTeam()).isEmpty();
    assertThat(store().tickets().ticketsByKey(MANAGERS, Set.of(ticket(acme, 1)))).isEmpty();
  }

  @Test
  default void an_exception_undoes_the_nested_transaction_with_the_outer_one() {
    teamsExist();
    var acme = connected("acme");

    assertThatThrownBy(() ->
            store()
                .transactions()
                .inTransaction(() -> {
                  store()
                      .transactions()
                      .inTransaction(() -> {
                        linked(acme, 1, "blue");
                        return 0;
                      });
                  throw new IllegalStateException("stop");
                }))
        .isInstanceOf(IllegalStateException.class);

    assertThat(store().links().find(acme, new ClientId(1))).isEmpty();
  }

  @Test
  default void a_transaction_reads_its_own_writes() {
    teamsExist();
    var acme = connected("acme");

    var routing =
        store()
            .transactions()
            .inTransaction(() -> {
              store().links().lockForChange(acme);
              linked(acme, 1, "blue");
              return store().links().routing(acme);
            });

    assertThat(routing.route(new ClientId(1))).isEqualTo(TO_BLUE);
  }
}
