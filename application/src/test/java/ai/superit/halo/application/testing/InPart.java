package ai.superit.halo.application.testing;

import ai.superit.halo.application.Mirrored;
import ai.superit.halo.application.Part;
import ai.superit.halo.application.Slice;
import ai.superit.halo.application.client.ClientReads.ClientView;
import ai.superit.halo.application.ticket.TicketContext;
import ai.superit.halo.application.ticket.TicketPage;
import ai.superit.halo.application.ticket.TicketView;
import ai.superit.halo.domain.Key;
import ai.superit.halo.domain.Source;
import ai.superit.halo.domain.Stamp;
import ai.superit.halo.domain.asset.Asset;
import ai.superit.halo.domain.client.Client;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.client.Contact;
import ai.superit.halo.domain.client.ContactId;
import ai.superit.halo.domain.client.Site;
import ai.superit.halo.domain.client.SiteId;
import ai.superit.halo.domain.team.Route;
import ai.superit.halo.domain.ticket.Ticket;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/// Leaves out the parts of records that are not wanted, so that whoever looks at one of them
/// without asking for it gets something that is plainly wrong.
record InPart(Set<Part> wanted) {
  private static final String NOTHING = "left out";

  TicketPage page(TicketPage page) {
    var along = page.along();
    return new TicketPage(
        new Slice<>(tickets(page.tickets().rows()), page.tickets().more()),
        new TicketPage.Along(
            each(along.clients(), found -> found.map(this::client)),
            each(along.contacts(), found -> found.map(this::contact)),
            each(along.assets(), this::assets)));
  }

  private static <I, V> Map<Key<I>, V> each(Map<Key<I>, V> found, UnaryOperator<V> change) {
    var changed = new HashMap<Key<I>, V>();
    found.forEach((key, value) -> changed.put(key, change.apply(value)));
    return changed;
  }

  static TicketContext context(TicketContext context, TicketContext.Parts parts) {
    var centre = new InPart(parts.centre());
    return new TicketContext(
        centre.ticket(context.ticket()),
        centre.around(context.around()),
        context.notes(),
        centre.assets(context.assets()),
        new InPart(parts.openTickets()).tickets(context.openTickets()),
        new InPart(parts.earlierTickets()).tickets(context.earlierTickets()));
  }

  private TicketContext.Around around(TicketContext.Around around) {
    return new TicketContext.Around(
        around.client().map(this::client),
        around.site().map(this::site),
        around.contact().map(this::contact));
  }

  private List<TicketView> tickets(List<TicketView> views) {
    return views.stream().map(this::ticket).toList();
  }

  private TicketView ticket(TicketView view) {
    var ticket = view.ticket().value();
    var seen = wanted.contains(Part.TICKET_REST) ? ticket : withoutRest(ticket);
    var text = seen.text();
    var details = wanted.contains(Part.TICKET_DETAILS) ? text.details() : NOTHING;
    var shown =
        new Ticket(
            seen.id(),
            new Ticket.Text(text.summary(), details, text.category()),
            wanted.contains(Part.TICKET_PARTIES) ? seen.parties() : withoutRecords(seen.parties()),
            wanted.contains(Part.TICKET_STATE) ? seen.state() : withoutState(seen.state()),
            wanted.contains(Part.TICKET_TIMES) ? seen.times() : withoutTimes(seen.times()),
            seen.assets());
    return new TicketView(
        mirrored(view.ticket(), shown),
        wanted.contains(Part.TICKET_ROUTE)
            ? view.route()
            : new Route.Unrouted(Route.Reason.LINK_INACTIVE),
        wanted.contains(Part.TICKET_REST)
            ? view.notes()
            : new TicketView.NotesRead(Optional.of(Instant.EPOCH), 99));
  }

  private static Ticket withoutRest(Ticket ticket) {
    var parties = ticket.parties();
    var state = ticket.state();
    var times = ticket.times();
    return new Ticket(
        ticket.id(),
        new Ticket.Text(ticket.text().summary(), ticket.text().details(), NOTHING),
        new Ticket.Parties(
            parties.client(), parties.site(), parties.contact(), Optional.of(99L), NOTHING),
        new Ticket.State(
            state.status(), state.priority(), Optional.of(99L), state.closed(), Optional.empty()),
        new Ticket.Times(
            times.openedAt(), times.updatedAt(), times.closedAt(), Optional.of(Instant.EPOCH)),
        ticket.assets());
  }

  private static Ticket.Parties withoutRecords(Ticket.Parties parties) {
    return new Ticket.Parties(
        new ClientId(99),
        Optional.of(new SiteId(99)),
        Optional.of(new ContactId(99)),
        parties.agent(),
        parties.haloTeam());
  }

  private static Ticket.State withoutState(Ticket.State state) {
    return new Ticket.State(99, Optional.of(99L), state.type(), !state.closed(), state.parent());
  }

  private static Ticket.Times withoutTimes(Ticket.Times times) {
    return new Ticket.Times(
        Instant.EPOCH, Stamp.UNKNOWN, Optional.of(Instant.EPOCH), times.lastActionAt());
  }

  private List<Mirrored<Asset>> assets(List<Mirrored<Asset>> assets) {
    return assets.stream().map(this::asset).toList();
  }

  private Mirrored<Asset> asset(Mirrored<Asset> row) {
    var asset = row.value();
    var kind = asset.kind();
    var owner = asset.owner();
    var seen =
        wanted.contains(Part.ASSET_REST)
            ? asset
            : new Asset(
                asset.id(),
                new Asset.Owner(owner.client(), owner.site(), NOTHING),
                new Asset.Kind(99, kind.typeName(), kind.name(), new Asset.Fields.Unread()),
                asset.tag(),
                new Asset.State(!asset.active(), Optional.of(NOTHING)),
                new Asset.Links.Unread(),
                Stamp.UNKNOWN);
    return mirrored(row, seen, wanted.contains(Part.ASSET_REST));
  }

  private ClientView client(ClientView view) {
    var client = view.client().value();
    return wanted.contains(Part.PARTY_REST)
        ? new ClientView(mirrored(view.client(), client, true), view.link())
        : new ClientView(
            mirrored(
                view.client(),
                new Client(
                    client.id(),
                    client.name(),
                    !client.active(),
                    Optional.empty(),
                    new Client.MainContact.Unread(),
                    Stamp.UNKNOWN)),
            Optional.empty());
  }

  private Mirrored<Site> site(Mirrored<Site> row) {
    var site = row.value();
    var seen =
        wanted.contains(Part.PARTY_REST)
            ? site
            : new Site(
                site.id(), site.client(), site.name(), !site.active(), NOTHING, Stamp.UNKNOWN);
    return mirrored(row, seen);
  }

  private Mirrored<Contact> contact(Mirrored<Contact> row) {
    var contact = row.value();
    var person = contact.person();
    var seen =
        wanted.contains(Part.PARTY_REST)
            ? contact
            : new Contact(
                contact.id(),
                Optional.empty(),
                Optional.empty(),
                new Contact.Person(person.name(), person.email(), person.phone(), NOTHING),
                !contact.active(),
                Stamp.UNKNOWN);
    return mirrored(row, seen);
  }

  private <T> Mirrored<T> mirrored(Mirrored<T> row, T seen) {
    return mirrored(row, seen, false);
  }

  private <T> Mirrored<T> mirrored(Mirrored<T> row, T seen, boolean rest) {
    var readAt = rest ? row.pageReadAt() : Optional.<Instant>empty();
    return wanted.contains(Part.PROVENANCE)
        ? new Mirrored<>(row.connection(), seen, row.source(), row.syncedAt(), readAt)
        : new Mirrored<>(row.connection(), seen, new Source(NOTHING), Instant.EPOCH, readAt);
  }
}
