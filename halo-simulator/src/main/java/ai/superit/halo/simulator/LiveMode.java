package ai.superit.halo.simulator;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.SplittableRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/// Changes tickets at a steady rate, in the proportions of a working day: notes, status moves, new
/// tickets, reassignments.
final class LiveMode {
  private static final Logger LOG = LoggerFactory.getLogger(LiveMode.class);

  private final Tenant tenant;
  private final InstantSource clock;
  private final SplittableRandom random = new SplittableRandom();
  private Optional<Thread> worker = Optional.empty();

  LiveMode(Tenant tenant, InstantSource clock) {
    this.tenant = tenant;
    this.clock = clock;
  }

  synchronized void start(double perSecond) {
    stop();
    var nanos = (long) (1e9 / perSecond);
    worker = Optional.of(Thread.ofVirtual().name("live-mode").start(() -> run(nanos)));
  }

  synchronized void stop() {
    worker.ifPresent(Thread::interrupt);
    worker = Optional.empty();
  }

  private void run(long nanos) {
    var next = System.nanoTime();
    try {
      while (!Thread.currentThread().isInterrupted()) {
        change();
        next += nanos;
        Thread.sleep(Duration.ofNanos(Math.max(0, next - System.nanoTime())));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void change() {
    var dice = random.nextInt(100);
    if (dice < 12 || tenant.tickets.size() == 0) {
      apply(Kind.TICKET, opened());
      return;
    }
    var ticket = someTicket();
    var body = Json.MAPPER.createObjectNode();
    if (dice < 55) {
      apply(Kind.ACTION, note(ticket, dice, body));
    } else if (dice < 85) {
      apply(Kind.TICKET, body.put("id", ticket.id).put("status_id", nextStatus(ticket)));
    } else {
      var agent = Words.pick(Catalog.AGENTS.subList(1, 12), random);
      apply(
          Kind.TICKET,
          body.put("id", ticket.id).put("agent_id", agent.id()).put("team_id", agent.team()));
    }
  }

  private void apply(Kind kind, ObjectNode body) {
    try {
      tenant.apply(Change.upsert(kind, clock.millis(), 2 + random.nextInt(11), body));
    } catch (Refused refused) {
      LOG.debug("Live change refused kind={} status={}", kind, refused.reply().status());
    }
  }

  /// Mostly an open ticket of the recent past.
  private Ticket someTicket() {
    var size = tenant.tickets.size();
    for (var tries = 0; tries < 20; tries++) {
      var ticket = tenant.tickets.at(size - 1 - random.nextInt(Math.max(1, size / 5)));
      if (ticket.open() && !ticket.deleted) {
        return ticket;
      }
    }
    return tenant.tickets.at(random.nextInt(size));
  }

  private ObjectNode opened() {
    var contact = tenant.contacts.at(random.nextInt(tenant.contacts.size()));
    var words = new Ticket();
    words.contact = contact.id;
    words.client = contact.client;
    words.site = contact.site;
    words.salt = random.nextInt(1 << 30);
    words.scenario = random.nextInt(tenant.texts.scenarios().size());
    return Json.MAPPER
        .createObjectNode()
        .put("summary", tenant.texts.summary(words))
        .put("details", tenant.texts.details(words))
        .put("category_1", tenant.texts.category(words))
        .put("client_id", contact.client)
        .put("site_id", contact.site)
        .put("user_id", contact.id)
        .put("priority_id", 1 + random.nextInt(4));
  }

  private ObjectNode note(Ticket ticket, int dice, ObjectNode body) {
    var lines =
        tenant
            .texts
            .scenarios()
            .get(Math.floorMod(ticket.scenario, tenant.texts.scenarios().size()))
            .lines();
    var line = Words.pick(lines, random);
    body.put("ticket_id", ticket.id).put("note", tenant.texts.line(line, ticket));
    switch (line.speaker()) {
      case 'u' -> body.put("outcome_id", 3).put("actionby_user_id", ticket.contact);
      case 'p' -> body.put("outcome_id", Catalog.PRIVATE_NOTE);
      default -> body.put("outcome_id", 2);
    }
    return dice < 15 ? body.put("new_status", Catalog.WITH_USER) : body;
  }

  private int nextStatus(Ticket ticket) {
    return switch (ticket.status) {
      case 1 -> Catalog.IN_PROGRESS;
      case 2 -> random.nextInt(3) == 0 ? Catalog.WITH_USER : Catalog.CLOSED;
      case 9 -> Catalog.IN_PROGRESS;
      default -> random.nextBoolean() ? Catalog.IN_PROGRESS : Catalog.CLOSED;
    };
  }
}
