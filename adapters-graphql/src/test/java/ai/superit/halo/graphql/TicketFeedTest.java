package ai.superit.halo.graphql;

import static ai.superit.halo.domain.testing.TicketBuilder.aTicket;
import static ai.superit.halo.graphql.World.ACME;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.ChangeListeners;
import ai.superit.halo.application.ChangeNotices;
import ai.superit.halo.domain.Key;
import ai.superit.halo.domain.ticket.TicketId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TicketFeedTest {
  private final World world = new World();
  private final ChangeListeners notices = new ChangeListeners();

  @BeforeEach
  void store() {
    world.storeTickets(ACME, aTicket(904).of(1).build(), aTicket(905).of(1).build());
  }

  @Test
  void tells_what_is_gone_when_anything_may_have_changed() throws InterruptedException {
    try (var feed = feed()) {
      assertThat(feed.first().gone()).isEmpty();
      takeFromTheTeam(904);
      notices.tell(ACME, ChangeNotices.Listener::missed);
      assertThat(feed.next()).isEqualTo(readAgain(904));
      takeFromTheTeam(905);
      notices.tell(ACME, ChangeNotices.Listener::missed);

      assertThat(feed.next()).isEqualTo(readAgain(905));
    }
  }

  @Test
  void tells_what_is_gone_since_the_store_did_not_answer() throws InterruptedException {
    try (var feed = feed()) {
      feed.first();
      takeFromTheTeam(904);
      world.calls.loseStoreForOneCall();
      notices.tell(ACME, ChangeNotices.Listener::missed);

      assertThat(feed.next()).isEqualTo(readAgain(904));
    }
  }

  private void takeFromTheTeam(long ticket) {
    world.storeTickets(ACME, aTicket(ticket).of(2).changed(9).build());
  }

  private TicketFeed feed() {
    var reads = world.ports().reads();
    var told =
        new ProductPorts.Reads(
            reads.clients(), reads.assets(), reads.tickets(), reads.lookups(), notices);
    return new TicketFeed(
        told, World.caller("agent").visibility(), ACME, Set.of(key(904), key(905), key(906)));
  }

  private static TicketFeed.News readAgain(long gone) {
    return new TicketFeed.News(TicketFeed.Kind.READ_AGAIN, List.of(), List.of(key(gone)));
  }

  private static Key<TicketId> key(long ticket) {
    return new Key<>(ACME, new TicketId(ticket));
  }
}
