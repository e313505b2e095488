package ai.superit.halo.bootstrap;

import ai.superit.halo.simulator.DeliveryFault;
import ai.superit.halo.simulator.DeliveryFault.Effect;
import ai.superit.halo.simulator.Kind;
import ai.superit.halo.simulator.TenantControl;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// What people do in Halo all day, in any order: they open, change, close and delete tickets, write
/// notes, and now and then change what tickets are about.
final class MixedChanges {
  private final TenantControl tenant;
  private final Random random;
  private final List<Integer> clients;
  private final List<Integer> sites;
  private final List<Integer> tickets;
  private final List<Integer> contacts = new ArrayList<>();
  private final List<Integer> assets;

  /// @param tenant has been synchronised
  MixedChanges(TestTenant tenant, Random random) throws SQLException {
    this.tenant = tenant.simulator().control();
    this.random = random;
    this.clients = tenant.numbers("select client_id from halo.client order by 1");
    this.sites = tenant.numbers("select site_id from halo.site order by 1");
    this.tickets = tenant.numbers("select ticket_id from halo.ticket where not closed order by 1");
    this.assets = tenant.numbers("select asset_id from halo.asset order by 1");
  }

  /// One in twenty each of the deliveries that tell of the change is lost, doubled and delayed.
  void make(int changes) {
    for (var change = 0; change < changes; change++) {
      switch (random.nextInt(20)) {
        case 0 -> make(Effect.LOST);
        case 1 -> make(Effect.DOUBLED);
        case 2 -> make(Effect.DELAYED);
        default -> makeOne();
      }
    }
  }

  /// All deliveries come as they should.
  void makeUndisturbed(int changes) {
    for (var change = 0; change < changes; change++) {
      makeOne();
    }
  }

  /// A change of which no delivery tells.
  void loseOne() {
    tenant.addDeliveryFault(DeliveryFault.always(Effect.LOST));
    changeTicket();
    tenant.clearDeliveryFaults();
  }

  private void make(Effect effect) {
    tenant.addDeliveryFault(DeliveryFault.always(effect));
    makeOne();
    tenant.clearDeliveryFaults();
  }

  private void makeOne() {
    var dice = random.nextInt(100);
    if (dice < 50) {
      changeTicket();
    } else if (dice < 70) {
      tenant.addNote(any(tickets), "Note " + random.nextInt(), random.nextBoolean());
    } else if (dice < 77) {
      tickets.add(createTicket());
    } else if (dice < 81) {
      tenant.closeTicket(taken(tickets));
    } else if (dice < 83) {
      tenant.deleteTicket(taken(tickets));
    } else if (dice < 87) {
      tenant.change(Kind.CLIENT, any(clients), Map.of("name", "Client " + random.nextInt()));
    } else if (dice < 90) {
      tenant.change(Kind.SITE, any(sites), Map.of("name", "Site " + random.nextInt()));
    } else if (dice < 95) {
      changeContact();
    } else {
      changeAsset();
    }
  }

  private void changeTicket() {
    tenant.changeTicket(
        any(tickets),
        Map.of(
            "summary", "Summary " + random.nextInt(),
            "details", "Details " + random.nextInt(),
            "priority_id", 1 + random.nextInt(4)));
  }

  private int createTicket() {
    return tenant.createTicket(
        Map.of("summary", "New " + random.nextInt(), "client_id", any(clients)));
  }

  private void changeContact() {
    if (contacts.size() < 5) {
      var fields = Map.of("name", "Contact " + random.nextInt(), "site_id", any(sites));
      contacts.add(tenant.create(Kind.USER, fields));
    } else if (random.nextInt(4) == 0) {
      tenant.delete(Kind.USER, taken(contacts));
    } else {
      tenant.change(
          Kind.USER, any(contacts), Map.of("emailaddress", random.nextInt() + "@example.com"));
    }
  }

  private void changeAsset() {
    tenant.change(Kind.ASSET, any(assets), Map.of("site_id", any(sites)));
  }

  private int any(List<Integer> some) {
    return some.get(random.nextInt(some.size()));
  }

  private int taken(List<Integer> some) {
    return some.remove(/* index */ random.nextInt(some.size()));
  }
}
