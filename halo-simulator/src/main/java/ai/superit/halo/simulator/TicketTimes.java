package ai.superit.halo.simulator;

import java.util.random.RandomGenerator;

/// Spreads tickets over the working hours of two years and decides how far each one has come.
final class TicketTimes {
  private static final int DAYS = 730;
  private static final int OPENS_AT = 7;
  private static final int HOURS = 11;

  /// Day 0 of the epoch is a Thursday, three days after a Monday.
  private static final int MONDAY = 3;

  private static final int WEEKDAYS = DAYS * 5 / 7;

  private final long firstWorkingDay;
  private final long epoch;
  private final int count;

  TicketTimes(long epoch, int count) {
    this.epoch = epoch;
    this.count = count;
    var today = Math.floorDiv(epoch, Dates.DAY) + MONDAY;
    this.firstWorkingDay =
        Math.floorDiv(today, 7L) * 5 + Math.min(Math.floorMod(today, 7L), 5) - WEEKDAYS;
  }

  void set(Ticket ticket, int position, RandomGenerator random) {
    ticket.occurred =
        Math.min(opened((position + random.nextDouble()) / count), epoch - Dates.MINUTE);
    ticket.created = ticket.occurred;
    var recent = position >= count * 0.9;
    var stillOpen = random.nextDouble() < (recent ? 0.7 : 0.055);
    var policy = Catalog.priority(ticket.sla, ticket.priority);
    ticket.respondBy = ticket.occurred + policy.respondHours() * Dates.HOUR;
    ticket.fixBy = ticket.occurred + policy.fixHours() * Dates.HOUR;
    var effort = Math.exp(random.nextGaussian() * 0.9) * policy.fixHours() * 0.6 * Dates.HOUR;
    var end = Math.min(ticket.occurred + 10 * Dates.MINUTE + (long) effort, epoch - 1);
    ticket.lastAction = Math.max(end, ticket.occurred);
    ticket.updated = ticket.lastAction;
    ticket.responded = ticket.occurred + (ticket.lastAction - ticket.occurred) / 3;
    if (stillOpen) {
      open(ticket, recent, random);
    } else {
      close(ticket, random);
    }
  }

  private long opened(double share) {
    var passed = (long) (share * WEEKDAYS);
    var ofDay = share * WEEKDAYS - passed;
    var workingDay = firstWorkingDay + passed;
    var day = Math.floorDiv(workingDay, 5L) * 7 + Math.floorMod(workingDay, 5L) - MONDAY;
    return day * Dates.DAY + OPENS_AT * Dates.HOUR + (long) (ofDay * HOURS * Dates.HOUR);
  }

  private static void open(Ticket ticket, boolean recent, RandomGenerator random) {
    var states = recent ? new int[] {1, 1, 2, 2, 2, 3, 4, 5} : new int[] {2, 3, 4, 4, 5, 23, 23};
    ticket.status = states[random.nextInt(states.length)];
    ticket.agent =
        ticket.status == 1 && random.nextInt(3) > 0 ? Catalog.UNASSIGNED : agent(ticket, random);
    if (ticket.status == Catalog.NEW) {
      ticket.responded = Dates.ABSENT;
    }
  }

  private static void close(Ticket ticket, RandomGenerator random) {
    ticket.status = Catalog.CLOSED;
    ticket.closed = ticket.lastAction;
    ticket.hasBeenClosed = true;
    ticket.agent = agent(ticket, random);
    ticket.closedBy = ticket.agent;
  }

  private static int agent(Ticket ticket, RandomGenerator random) {
    var team = Catalog.AGENTS.stream().filter(a -> a.id() > 1 && a.team() == ticket.team).toList();
    return Words.pick(team, random).id();
  }
}
