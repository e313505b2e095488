package ai.superit.halo.halo;

import ai.superit.halo.domain.asset.AssetId;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.client.ContactId;
import ai.superit.halo.domain.client.SiteId;
import ai.superit.halo.domain.ticket.Ticket;
import ai.superit.halo.domain.ticket.Ticket.AssetLinks;
import ai.superit.halo.domain.ticket.TicketId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A ticket ("fault") as Halo writes it. Two dialects of keys are around: the second one has been
/// seen in webhooks and in answers to POST.
record TicketRow(Row row) {
  /// Halo's agent 1 is called "Unassigned".
  private static final long UNASSIGNED = 1;

  /// A whole ticket has all of these, with 0 or a sentinel where it has no value. A body that lacks
  /// one shows only part of the ticket, and would erase the rest.
  private static final List<String> NEEDED_BY_SNAPSHOTS =
      List.of(
          "summary",
          "details",
          "status_id",
          "tickettype_id",
          "priority_id",
          "client_id",
          "site_id",
          "user_id",
          "agent_id",
          "team");

  /// @param closed which part of the list the row came from, since list rows do not say it
  Ticket listed(boolean closed) {
    return ticket(closed, tagged());
  }

  Ticket detailed() {
    return ticket(isClosed(), row.has("assets") ? linked() : taggedOrNone());
  }

  /// The ticket, if it shows all that the mirror keeps of one.
  Optional<Ticket> snapshot() {
    var complete =
        NEEDED_BY_SNAPSHOTS.stream().allMatch(row::has)
            && occurredAt().isPresent()
            && row.time("lastactiondate").isPresent()
            && updatedAt().isPresent()
            && (row.has("hasbeenclosed") || row.has("dateclosed"))
            && !isDeleted();
    return complete ? Optional.of(ticket(isClosed(), webhookLinks())) : Optional.empty();
  }

  /// What Halo says itself of the opening; empty if that lies ahead.
  Optional<Instant> occurredAt() {
    return row.time("dateoccurred");
  }

  boolean isDeleted() {
    return row.flag("deleted");
  }

  private Ticket ticket(boolean closed, AssetLinks assets) {
    return new Ticket(
        new TicketId(row.id()), text(), parties(), state(closed), times(closed), assets);
  }

  private Ticket.Text text() {
    return new Ticket.Text(
        row.text("summary"), row.text("details"), row.text("category_1", "category1"));
  }

  private Ticket.Parties parties() {
    return new Ticket.Parties(
        new ClientId(row.number("client_id")),
        row.reference("site_id").map(SiteId::new),
        row.reference("user_id").map(ContactId::new),
        row.reference("agent_id").filter(agent -> agent != UNASSIGNED),
        row.text("team"));
  }

  private Ticket.State state(boolean closed) {
    return new Ticket.State(
        row.number("status_id"),
        row.reference("priority_id"),
        row.reference("tickettype_id"),
        closed,
        row.reference("parent_id").map(TicketId::new));
  }

  private Ticket.Times times(boolean closed) {
    return new Ticket.Times(
        occurredAt().or(() -> row.time("datecreated")).orElse(Instant.EPOCH),
        row.stamp("last_update", "lastupdate"),
        closed ? row.time("dateclosed", "date_fully_closed") : Optional.empty(),
        row.time("lastactiondate"));
  }

  private Optional<Instant> updatedAt() {
    return row.time("last_update", "lastupdate");
  }

  private boolean isClosed() {
    return row.has("hasbeenclosed")
        ? row.flag("hasbeenclosed")
        : row.time("dateclosed").isPresent();
  }

  private AssetLinks tagged() {
    var tag = row.text("inventory_number");
    return tag.isEmpty() ? new AssetLinks.Unread() : new AssetLinks.Tagged(tag);
  }

  /// Halo leaves out what is empty, so a ticket's own page without assets has none.
  private AssetLinks taggedOrNone() {
    return row.text("inventory_number").isEmpty() ? linked() : tagged();
  }

  private AssetLinks webhookLinks() {
    return row.has("assets") ? linked() : tagged();
  }

  private AssetLinks linked() {
    return new AssetLinks.Read(
        row.rows("assets").stream()
            .map(asset -> new AssetId(asset.id()))
            .collect(Collectors.toSet()));
  }
}
