package ai.superit.halo.simulator;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/// The rows a tenant starts with, from seed, scale and epoch alone. Texts are left to [Texts].
final class TenantData {
  private static final int MONTHS_BILLED = 3;

  final List<Client> clients = new ArrayList<>();
  final List<Site> sites = new ArrayList<>();
  final List<Contact> contacts = new ArrayList<>();
  final List<Asset> assets = new ArrayList<>();
  final List<Ticket> tickets = new ArrayList<>();
  final List<Invoice> invoices = new ArrayList<>();
  private final Map<Integer, Map<AssetKind, List<Asset>>> byClient = new HashMap<>();
  private final Map<Integer, Asset> byContact = new HashMap<>();
  private final Map<Integer, List<Site>> sitesOf = new HashMap<>();
  private final Scale scale;
  private final long epoch;
  private final long seed;

  TenantData(long seed, Scale scale, long epoch) {
    this.seed = seed;
    this.scale = scale;
    this.epoch = epoch;
    clients();
    sites();
    contacts();
    assets();
    invoices();
  }

  private SplittableRandom random(int stream) {
    return new SplittableRandom(seed * 31 + stream);
  }

  private void clients() {
    var random = random(1);
    for (var i = 0; i < scale.clients(); i++) {
      var client = new Client();
      client.id = i == 0 ? 1 : 11 + i;
      client.name = i == 0 ? "Unknown" : firm(i);
      client.domain = client.name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "") + ".example";
      client.accountManager = 2 + random.nextInt(11);
      client.vip = i % 13 == 5;
      client.inactive = i % 20 == 19;
      client.ref = i == 0 ? null : "C%05d".formatted(1000 + i);
      client.created = epoch - (900 + random.nextInt(2000)) * Dates.DAY;
      client.updated = epoch - random.nextLong(300 * Dates.DAY);
      clients.add(client);
    }
  }

  private static String firm(int i) {
    var name = Words.FIRMS.get(i % Words.FIRMS.size());
    var round = i / Words.FIRMS.size();
    var trade = Words.TRADES.get((i + round * 7) % Words.TRADES.size());
    var group = round / Words.TRADES.size();
    return name + " " + trade + (group == 0 ? "" : " " + (group + 1));
  }

  private void sites() {
    var random = random(2);
    for (var i = 0; i < scale.sites(); i++) {
      var client = clients.get(i < scale.clients() ? i : owner(random));
      var count = sitesOf.computeIfAbsent(client.id, _ -> new ArrayList<>());
      var site = new Site();
      site.id = i == 0 ? 1 : 17 + i;
      site.client = client.id;
      site.city = Words.pick(Words.CITIES, random);
      site.name =
          count.isEmpty() ? "Head Office" : Words.pick(Words.SITE_NAMES, random) + " " + site.city;
      site.street = (1 + random.nextInt(180)) + " " + Words.pick(Words.STREETS, random);
      site.postcode = "ZZ%d %dAA".formatted(1 + random.nextInt(98), random.nextInt(10));
      site.phone = "+44 1632 960%03d".formatted(random.nextInt(1000));
      site.inactive = client.inactive;
      site.created = client.created;
      site.updated = epoch - random.nextLong(400 * Dates.DAY);
      if (count.isEmpty()) {
        client.mainSite = site.id;
      }
      count.add(site);
      sites.add(site);
    }
  }

  /// Squaring the draw gives a few big clients and many small ones.
  private int owner(SplittableRandom random) {
    var draw = random.nextDouble();
    return scale.clients() == 1 ? 0 : 1 + (int) (draw * draw * (scale.clients() - 1));
  }

  private void contacts() {
    var random = random(3);
    for (var i = 0; i < scale.contacts(); i++) {
      var site =
          sites.get(
              i < sites.size() ? i : random.nextInt(Math.min(1, sites.size() - 1), sites.size()));
      var contact = new Contact();
      contact.id = i == 0 ? 1 : 43 + i;
      contact.site = site.id;
      contact.client = site.client;
      contact.first = i == 0 ? "General" : Words.pick(Words.FIRST, random);
      contact.last = i == 0 ? "User" : Words.pick(Words.LAST, random);
      contact.title = Words.pick(Words.TITLES, random);
      contact.phone = site.phone + " x" + (200 + random.nextInt(700));
      contact.mobile = "+44 7700 900%03d".formatted(random.nextInt(1000));
      contact.important = random.nextInt(25) == 0;
      contact.inactive = site.inactive || random.nextInt(30) == 0;
      contact.created = epoch - (30 + random.nextInt(1500)) * Dates.DAY;
      contact.updated = epoch - random.nextLong(500 * Dates.DAY);
      address(contact);
      contacts.add(contact);
      lead(site, contact);
    }
  }

  private void address(Contact contact) {
    var domain = clientOf(contact.client).domain;
    contact.email =
        "%s.%s%d@%s"
            .formatted(contact.first, contact.last, contact.id, domain)
            .toLowerCase(Locale.ROOT);
  }

  private Contact contactOf(int id) {
    return contacts.get(id == 1 ? 0 : id - 43);
  }

  private Client clientOf(int id) {
    return clients.get(id == 1 ? 0 : id - 11);
  }

  private void lead(Site site, Contact contact) {
    if (site.mainContact == 0) {
      site.mainContact = contact.id;
    }
    var client = clientOf(site.client);
    if (client.mainContact == 0) {
      client.mainContact = contact.id;
    }
  }

  private void assets() {
    var random = random(4);
    var plan = new AssetPlan(random);
    var numbers = new EnumMap<AssetKind, Integer>(AssetKind.class);
    for (var i = 0; i < scale.assets(); i++) {
      var contact = contacts.get(random.nextInt(contacts.size()));
      var owned = byClient.computeIfAbsent(contact.client, _ -> new EnumMap<>(AssetKind.class));
      var kind = plan.next(contact.client);
      var asset = new Asset();
      asset.id = 3001 + i;
      asset.kind = kind;
      asset.tag = "%s-%04d".formatted(kind.prefix(), numbers.merge(kind, 1, Integer::sum));
      asset.client = contact.client;
      asset.site = contact.site;
      asset.model = Words.pick(kind.models(), random);
      asset.serial =
          Long.toString(random.nextLong(1L << 40) | 1L << 40, 36).toUpperCase(Locale.ROOT);
      asset.inactive = clientOf(contact.client).inactive || random.nextInt(25) == 0;
      asset.status = asset.inactive ? 3 : 1;
      asset.warrantyEnd =
          random.nextInt(5) == 0
              ? Dates.SENTINEL_1900
              : (epoch / Dates.DAY + random.nextInt(-500, 900)) * Dates.DAY;
      asset.created = epoch - (10 + random.nextInt(1400)) * Dates.DAY;
      asset.updated = epoch - random.nextLong(200 * Dates.DAY);
      asset.parent = parent(kind, owned, random);
      assign(asset, contact);
      owned.computeIfAbsent(kind, _ -> new ArrayList<>()).add(asset);
      assets.add(asset);
    }
  }

  private void assign(Asset asset, Contact contact) {
    switch (asset.kind) {
      case LAPTOP, WORKSTATION, MOBILE -> {
        asset.contact = contact.id;
        byContact.putIfAbsent(contact.id, asset);
      }
      default -> {}
    }
  }

  private static int parent(
      AssetKind kind, Map<AssetKind, List<Asset>> owned, SplittableRandom random) {
    var above =
        switch (kind) {
          case VIRTUAL_MACHINE -> AssetKind.SERVER;
          case ACCESS_POINT, PRINTER, NAS -> AssetKind.SWITCH;
          case SWITCH -> AssetKind.FIREWALL;
          case SERVER -> AssetKind.UPS;
          case DOCK -> AssetKind.LAPTOP;
          default -> kind;
        };
    var candidates = above == kind ? List.<Asset>of() : owned.getOrDefault(above, List.of());
    return candidates.isEmpty() ? 0 : Words.pick(candidates, random).id;
  }

  /// Every client that is served is billed each month; the last bill is a draft, the one before it
  /// is not paid yet.
  private void invoices() {
    var random = random(6);
    for (var month = MONTHS_BILLED; month > 0; month--) {
      for (var client : clients) {
        if (client.id != 1 && !client.inactive) {
          invoices.add(invoice(client, month, random));
        }
      }
    }
  }

  private Invoice invoice(Client client, int month, SplittableRandom random) {
    var invoice = new Invoice();
    invoice.id = 501 + invoices.size();
    invoice.number = "INV-%06d".formatted(invoice.id);
    invoice.client = client.id;
    invoice.date = (epoch / Dates.DAY - 30L * month) * Dates.DAY;
    invoice.due = invoice.date + 30 * Dates.DAY;
    invoice.total = random.nextLong(5_000, 900_000);
    invoice.posted = month > 1;
    invoice.paid = month > 2 ? invoice.date + 20 * Dates.DAY : Dates.SENTINEL_1900;
    invoice.created = invoice.date;
    invoice.updated = invoice.date + (month > 2 ? 20 * Dates.DAY : Dates.HOUR);
    return invoice;
  }

  /// Tickets need the scenarios, which is why they come in a second step.
  void tickets(List<Scenario> scenarios) {
    var random = random(5);
    var times = new TicketTimes(epoch, scale.tickets());
    var active = contacts.stream().filter(contact -> !contact.inactive).toList();
    for (var i = 0; i < scale.tickets(); i++) {
      var ticket = new Ticket();
      ticket.id = 10_001 + i;
      ticket.salt = random.nextInt(1 << 30);
      place(ticket, Words.pick(active.isEmpty() ? contacts : active, random));
      trouble(ticket, scenarios, random);
      fill(ticket, scenarios.get(ticket.scenario), random);
      times.set(ticket, i, random);
      history(ticket, scenarios.get(ticket.scenario), random);
      tickets.add(ticket);
    }
  }

  /// A kind of trouble that the client can have: one about a device needs such a device.
  private void trouble(Ticket ticket, List<Scenario> scenarios, SplittableRandom random) {
    var devices = byClient.getOrDefault(ticket.client, Map.of());
    for (var tries = 0; tries < 50; tries++) {
      ticket.scenario = random.nextInt(scenarios.size());
      if (scenarios
          .get(ticket.scenario)
          .heading()
          .device()
          .map(devices::containsKey)
          .orElse(true)) {
        return;
      }
    }
  }

  private static void place(Ticket ticket, Contact contact) {
    ticket.contact = contact.id;
    ticket.client = contact.client;
    ticket.site = contact.site;
    ticket.vip = contact.important;
  }

  private void fill(Ticket ticket, Scenario scenario, SplittableRandom random) {
    var heading = scenario.heading();
    ticket.type = heading.type();
    ticket.team = heading.team();
    ticket.sla = ticket.client % 4 == 0 ? 2 : 1;
    var shift = random.nextInt(6) == 0 ? random.nextInt(-1, 2) : 0;
    ticket.priority = Math.clamp(heading.priority() + shift, 1, 4);
    ticket.impact = Math.clamp(ticket.priority, 1, 3);
    ticket.urgency = Math.clamp(ticket.priority + random.nextInt(2), 1, 3);
    ticket.source = heading.type() == 21 ? 5 : random.nextInt(4);
    ticket.flagged = random.nextInt(40) == 0;
    heading.device().ifPresent(kind -> device(ticket, kind, random));
  }

  private void device(Ticket ticket, AssetKind kind, SplittableRandom random) {
    var own = byContact.get(ticket.contact);
    if (own != null && own.kind == kind) {
      ticket.assets = new int[] {own.id};
      return;
    }
    var candidates = byClient.getOrDefault(ticket.client, Map.of()).getOrDefault(kind, List.of());
    if (!candidates.isEmpty()) {
      var asset = Words.pick(candidates, random);
      ticket.assets = new int[] {asset.id};
      ticket.site = asset.site;
      if (asset.contact != 0) {
        place(ticket, contactOf(asset.contact));
      }
    }
  }

  private void history(Ticket ticket, Scenario scenario, SplittableRandom random) {
    var lines = scenario.lines().size();
    var average = scale.tickets() == 0 ? 0 : (double) scale.notes() / scale.tickets();
    var wanted = (int) Math.round(average * (0.4 + 1.2 * random.nextDouble()));
    ticket.generatedNotes =
        Math.clamp(wanted, ticket.open() ? 0 : 1, lines + (ticket.open() ? 0 : 1));
    if (ticket.generatedNotes == 0) {
      ticket.lastAction = ticket.occurred;
      ticket.updated = ticket.occurred;
    }
  }
}
