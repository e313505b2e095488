package ai.superit.halo.domain.testing;

import ai.superit.halo.domain.Stamp;
import ai.superit.halo.domain.asset.AssetId;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.client.ContactId;
import ai.superit.halo.domain.client.SiteId;
import ai.superit.halo.domain.ticket.Ticket;
import ai.superit.halo.domain.ticket.Ticket.AssetLinks;
import ai.superit.halo.domain.ticket.Ticket.Parties;
import ai.superit.halo.domain.ticket.Ticket.State;
import ai.superit.halo.domain.ticket.Ticket.Text;
import ai.superit.halo.domain.ticket.Ticket.Times;
import ai.superit.halo.domain.ticket.TicketId;
import java.util.Optional;
import java.util.Set;

/// Builds tickets; open, of client 1, in status 1, opened an hour before noon and changed at noon
/// unless told otherwise.
public final class TicketBuilder {
  private final Ticket ticket;

  private TicketBuilder(Ticket ticket) {
    this.ticket = ticket;
  }

  public static TicketBuilder aTicket() {
    return aTicket(1);
  }

  public static TicketBuilder aTicket(long id) {
    return new TicketBuilder(
        new Ticket(
            new TicketId(id),
            new Text("ticket " + id, "details of " + id, "Hardware"),
            new Parties(
                new ClientId(1), Optional.empty(), Optional.empty(), Optional.empty(), "1st line"),
            new State(1, Optional.empty(), Optional.empty(), false, Optional.empty()),
            new Times(
                Moments.minute(-60), Moments.changedAt(0), Optional.empty(), Optional.empty()),
            new AssetLinks.Unread()));
  }

  public TicketBuilder saying(String summary) {
    var text = new Text(summary, ticket.text().details(), ticket.text().category());
    return with(text, ticket.parties());
  }

  public TicketBuilder details(String details) {
    var text = new Text(ticket.text().summary(), details, ticket.text().category());
    return with(text, ticket.parties());
  }

  public TicketBuilder of(long client) {
    var old = ticket.parties();
    return with(
        ticket.text(),
        new Parties(new ClientId(client), old.site(), old.contact(), old.agent(), old.haloTeam()));
  }

  public TicketBuilder at(long site) {
    var old = ticket.parties();
    return with(
        ticket.text(),
        new Parties(
            old.client(),
            Optional.of(new SiteId(site)),
            old.contact(),
            old.agent(),
            old.haloTeam()));
  }

  public TicketBuilder from(long contact) {
    var old = ticket.parties();
    return with(
        ticket.text(),
        new Parties(
            old.client(),
            old.site(),
            Optional.of(new ContactId(contact)),
            old.agent(),
            old.haloTeam()));
  }

  public TicketBuilder assignedTo(long agent) {
    var old = ticket.parties();
    return with(
        ticket.text(),
        new Parties(old.client(), old.site(), old.contact(), Optional.of(agent), old.haloTeam()));
  }

  public TicketBuilder status(long status) {
    var old = ticket.state();
    return with(new State(status, old.priority(), old.type(), old.closed(), old.parent()));
  }

  public TicketBuilder priority(long priority) {
    var old = ticket.state();
    return with(
        new State(old.status(), Optional.of(priority), old.type(), old.closed(), old.parent()));
  }

  public TicketBuilder closed() {
    var old = ticket.state();
    return with(new State(old.status(), old.priority(), old.type(), true, old.parent()));
  }

  /// Opened so many minutes after noon.
  public TicketBuilder opened(long minute) {
    var old = ticket.times();
    return with(
        new Times(Moments.minute(minute), old.updatedAt(), old.closedAt(), old.lastActionAt()));
  }

  /// Changed so many minutes after noon.
  public TicketBuilder changed(long minute) {
    return stamped(Moments.changedAt(minute));
  }

  public TicketBuilder stamped(Stamp stamp) {
    var old = ticket.times();
    return with(new Times(old.openedAt(), stamp, old.closedAt(), old.lastActionAt()));
  }

  /// Its last note was written so many minutes after noon.
  public TicketBuilder lastAction(long minute) {
    var old = ticket.times();
    return with(
        new Times(
            old.openedAt(), old.updatedAt(), old.closedAt(), Optional.of(Moments.minute(minute))));
  }

  public TicketBuilder tagged(String tag) {
    return with(new AssetLinks.Tagged(tag));
  }

  public TicketBuilder about(Set<AssetId> assets) {
    return with(new AssetLinks.Read(assets));
  }

  public Ticket build() {
    return ticket;
  }

  private TicketBuilder with(Text text, Parties parties) {
    return new TicketBuilder(
        new Ticket(ticket.id(), text, parties, ticket.state(), ticket.times(), ticket.assets()));
  }

  private TicketBuilder with(State state) {
    return new TicketBuilder(
        new Ticket(
            ticket.id(), ticket.text(), ticket.parties(), state, ticket.times(), ticket.assets()));
  }

  private TicketBuilder with(Times times) {
    return new TicketBuilder(
        new Ticket(
            ticket.id(), ticket.text(), ticket.parties(), ticket.state(), times, ticket.assets()));
  }

  private TicketBuilder with(AssetLinks assets) {
    return new TicketBuilder(
        new Ticket(
            ticket.id(), ticket.text(), ticket.parties(), ticket.state(), ticket.times(), assets));
  }
}
