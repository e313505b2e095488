package ai.superit.halo.application.ticket;

import ai.superit.halo.application.Mirrored;
import ai.superit.halo.application.PageArgs;
import ai.superit.halo.application.Part;
import ai.superit.halo.application.client.ClientReads.ClientView;
import ai.superit.halo.domain.asset.Asset;
import ai.superit.halo.domain.client.Contact;
import ai.superit.halo.domain.client.Site;
import ai.superit.halo.domain.ticket.Note;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What somebody who works on a ticket needs to know, at one moment.
///
/// @param notes the latest notes that the caller may see, newest first
/// @param openTickets other open tickets of the same client, latest change first
/// @param earlierTickets other tickets about the same assets, latest change first
public record TicketContext(
    TicketView ticket,
    Around around,
    List<Note> notes,
    List<Mirrored<Asset>> assets,
    List<TicketView> openTickets,
    List<TicketView> earlierTickets) {

  /// Who and where.
  public record Around(
      Optional<ClientView> client,
      Optional<Mirrored<Site>> site,
      Optional<Mirrored<Contact>> contact) {}

  /// How much of each list is wanted; none is read for 0.
  public record Sizes(int notes, int openTickets, int earlierTickets) {
    public Sizes {
      if (Math.min(notes, Math.min(openTickets, earlierTickets)) < 0
          || Math.max(notes, Math.max(openTickets, earlierTickets)) > PageArgs.MAX_SIZE) {
        throw new IllegalArgumentException("sizes are 0 to " + PageArgs.MAX_SIZE);
      }
    }
  }

  /// Which parts of the records the caller is going to look at.
  ///
  /// @param centre of the ticket itself and of all that is not a ticket
  /// @param openTickets of each of these
  /// @param earlierTickets of each of these
  public record Parts(Set<Part> centre, Set<Part> openTickets, Set<Part> earlierTickets) {
    public static final Parts ALL = new Parts(Part.ALL, Part.ALL, Part.ALL);
  }

  public TicketContext {
    notes = List.copyOf(notes);
    assets = List.copyOf(assets);
    openTickets = List.copyOf(openTickets);
    earlierTickets = List.copyOf(earlierTickets);
  }
}
