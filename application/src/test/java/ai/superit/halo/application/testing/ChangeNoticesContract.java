package ai.superit.halo.application.testing;

import static ai.superit.halo.domain.testing.Moments.NOON;
import static ai.superit.halo.domain.testing.TicketBuilder.aTicket;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.ChangeNotices;
import ai.superit.halo.domain.alert.Alert;
import ai.superit.halo.domain.alert.AlertKind;
import ai.superit.halo.domain.connection.ConnectionStatus;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.ticket.TicketId;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What every [ChangeNotices] does. Notices may come late, and say too much, but never too little.
public interface ChangeNoticesContract extends StoreContract {
  Duration SOON = Duration.ofSeconds(20);

  /// Takes down what it is told, each ticket by itself.
  final class Heard implements ChangeNotices.Listener {
    private final BlockingQueue<String> all = new LinkedBlockingQueue<>();

    @Override
    public void ticketsChanged(Set<TicketId> tickets) {
      tickets.forEach(ticket -> all.add("ticket " + ticket.value()));
    }

    @Override
    public void runsChanged() {
      all.add("runs");
    }

    @Override
    public void alertsChanged() {
      all.add("alerts");
    }

    @Override
    public void missed() {
      all.add("missed");
    }

    /// What comes up to one of these, that one included.
    String next(String... wanted) throws InterruptedException {
      while (true) {
        var told = all.poll(SOON.toSeconds(), TimeUnit.SECONDS);
        assertThat(told).as("told in time").isNotNull();
        if (Stream.of(wanted).anyMatch(told::equals)) {
          return told;
        }
      }
    }
  }

  @Test
  default void tells_of_tickets_that_were_stored_and_deleted() throws InterruptedException {
    var acme = connected("acme");
    var heard = new Heard();
    try (var _ = store().changes().listen(acme, heard)) {
      tickets(acme, UNROUTED, aTicket(1), aTicket(2));
      heard.next("ticket 1");
      store().mirror().retire(acme, new ObjectRef(ObjectRef.Kind.TICKET, 1), SECOND);

      assertThat(heard.next("ticket 1")).isEqualTo("ticket 1");
    }
  }

  @Test
  default void tells_of_a_new_route_of_an_unchanged_ticket() throws InterruptedException {
    var acme = connected("acme");
    teamsExist();
    tickets(acme, TO_BLUE, aTicket(1));
    var heard = new Heard();
    try (var _ = store().changes().listen(acme, heard)) {
      tickets(acme, UNROUTED, aTicket(9));
      heard.next("ticket 9");
      tickets(acme, TO_RED, aTicket(1));

      assertThat(heard.next("ticket 1")).isEqualTo("ticket 1");
    }
  }

  @Test
  default void tells_of_runs() throws InterruptedException {
    var acme = connected("acme");
    var heard = new Heard();
    try (var _ = store().changes().listen(acme, heard)) {
      store().runs().begin(acme, Resource.CLIENTS, NOON);

      assertThat(heard.next("runs")).isEqualTo("runs");
    }
  }

  @Test
  default void tells_of_alerts() throws InterruptedException {
    var acme = connected("acme");
    var heard = new Heard();

    try (var _ = store().changes().listen(acme, heard)) {
      var said = new Alert.Said(NOON, "It is off.");
      store().alerts().open(acme, UUID.randomUUID(), AlertKind.WEBHOOK_DISABLED, said);
      assertThat(heard.next("alerts")).isEqualTo("alerts");
      store().alerts().resolve(acme, AlertKind.WEBHOOK_DISABLED, said);
      assertThat(heard.next("alerts")).isEqualTo("alerts");
    }
  }

  @Test
  default void tells_when_the_tickets_of_a_deleted_connection_are_gone()
      throws InterruptedException {
    var acme = connected("acme");
    var heard = new Heard();
    try (var _ = store().changes().listen(acme, heard)) {
      tickets(acme, UNROUTED, aTicket(1), aTicket(2));
      heard.next("ticket 2");
      store().connections().setStatus(acme, ConnectionStatus.deleting(NOON));
      while (store().removal().removeSome(acme, 1) > 0) {}

      assertThat(heard.next("missed")).isEqualTo("missed");
    }
  }

  @Test
  default void tells_nothing_of_what_was_undone() throws InterruptedException {
    var acme = connected("acme");
    var heard = new Heard();
    try (var _ = store().changes().listen(acme, heard)) {
      try {
        store()
            .transactions()
            .inTransaction(() -> {
              tickets(acme, UNROUTED, aTicket(1));
              throw new IllegalStateException("undone");
            });
      } catch (IllegalStateException undone) {
        assertThat(undone).hasMessageContaining("undone");
      }
      tickets(acme, UNROUTED, aTicket(2));

      assertThat(heard.next("ticket 1", "ticket 2")).isEqualTo("ticket 2");
    }
  }

  @Test
  default void tells_only_of_the_connection_that_is_listened_to() throws InterruptedException {
    var acme = connected("acme");
    var globex = connected("globex");
    var heard = new Heard();
    try (var _ = store().changes().listen(acme, heard)) {
      tickets(globex, UNROUTED, aTicket(1));
      tickets(acme, UNROUTED, aTicket(2));

      assertThat(heard.next("ticket 1", "ticket 2")).isEqualTo("ticket 2");
    }
  }

  @Test
  default void tells_nothing_more_after_the_end() throws InterruptedException {
    var acme = connected("acme");
    var ended = new Heard();
    var heard = new Heard();
    store().changes().listen(acme, ended).close();
    try (var _ = store().changes().listen(acme, heard)) {
      tickets(acme, UNROUTED, aTicket(1));
      heard.next("ticket 1");

      assertThat(ended.all).isEmpty();
    }
  }
}
