package ai.superit.halo.domain.sync;

import ai.superit.halo.domain.asset.Asset;
import ai.superit.halo.domain.client.Client;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.client.SiteId;
import ai.superit.halo.domain.ticket.Ticket;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// Which records of a tenant are mirrored. Sites, contacts, lookups, invoices and the notes of
/// mirrored tickets always are.
///
/// @param activeClients whether inactive clients are left out
public record Scope(boolean activeClients, Assets assets, Tickets tickets) {
  public static final Scope EVERYTHING =
      new Scope(
          false,
          new Assets(false, Set.of()),
          new Tickets(new Since.Ever(), false, Set.of(), Set.of()));

  /// @param active whether inactive assets are left out
  /// @param types numbers of Halo's asset types; empty for all
  /// @param sites where the assets are; empty for all, else assets without a site are left out
  /// @param statuses what the tenant calls the assets' statuses, letter for letter; empty for all,
  ///   else assets without a status are left out, but not those of which it is not known
  public record Assets(boolean active, Set<Long> types, Set<SiteId> sites, Set<String> statuses) {
    public Assets {
      types = Set.copyOf(types);
      sites = Set.copyOf(sites);
      statuses = Set.copyOf(statuses);
    }

    /// In any status.
    public Assets(boolean active, Set<Long> types, Set<SiteId> sites) {
      this(active, types, sites, Set.of());
    }

    /// At any site.
    public Assets(boolean active, Set<Long> types) {
      this(active, types, Set.of());
    }
  }

  /// @param open whether closed tickets are left out
  /// @param clients whose tickets; empty for all
  /// @param types numbers of Halo's ticket types; empty for all, else tickets without a type are
  ///   left out
  public record Tickets(Since since, boolean open, Set<ClientId> clients, Set<Long> types) {
    public Tickets {
      clients = Set.copyOf(clients);
      types = Set.copyOf(types);
    }

    /// Tickets last changed before this moment are left out; empty if there is no such limit.
    public Optional<Instant> changedSince(Instant now) {
      return switch (since) {
        case Since.Ever() -> Optional.empty();
        case Since.Days(var days) -> Optional.of(now.minus(Duration.ofDays(days)));
        case Since.Moment(var at) -> Optional.of(at);
      };
    }
  }

  /// When a ticket must have been opened or changed to be mirrored.
  public sealed interface Since {
    record Ever() implements Since {}

    record Days(int days) implements Since {
      public Days {
        if (days < 1) {
          throw new IllegalArgumentException("days " + days + " is not positive");
        }
      }
    }

    record Moment(Instant at) implements Since {}
  }

  /// Whether some records of the resource may be left out.
  public boolean limits(Resource resource) {
    return switch (resource) {
      case CLIENTS -> activeClients;
      case ASSETS -> !assets.equals(EVERYTHING.assets);
      case TICKETS -> !tickets.equals(EVERYTHING.tickets);
      case LOOKUPS, SITES, CONTACTS, NOTES, INVOICES -> false;
    };
  }

  /// Whether the same records of the resource are left out.
  public boolean isSameFor(Resource resource, Scope other) {
    return switch (resource) {
      case CLIENTS -> activeClients == other.activeClients;
      case ASSETS -> assets.equals(other.assets);
      case TICKETS -> tickets.equals(other.tickets);
      case LOOKUPS, SITES, CONTACTS, NOTES, INVOICES -> true;
    };
  }

  /// Whether a client, a site, a contact, an asset or a ticket is mirrored.
  public boolean includesAny(Object row, Instant now) {
    return switch (row) {
      case Client client -> includes(client);
      case Asset asset -> includes(asset);
      case Ticket ticket -> includes(ticket, now);
      default -> true;
    };
  }

  public boolean includes(Client client) {
    return client.active() || !activeClients;
  }

  public boolean includes(Asset asset) {
    return (asset.active() || !assets.active())
        && (assets.types().isEmpty() || assets.types().contains(asset.kind().typeId()))
        && (assets.sites().isEmpty()
            || asset.owner().site().filter(assets.sites()::contains).isPresent())
        && (assets.statuses().isEmpty()
            || asset.state().status().map(assets.statuses()::contains).orElse(true));
  }

  public boolean includes(Ticket ticket, Instant now) {
    var state = ticket.state();
    return !(tickets.open() && state.closed())
        && (tickets.clients().isEmpty() || tickets.clients().contains(ticket.parties().client()))
        && (tickets.types().isEmpty() || state.type().filter(tickets.types()::contains).isPresent())
        && tickets.changedSince(now).filter(lastChange(ticket)::isBefore).isEmpty();
  }

  /// Halo leaves out the stamp of some records: those were changed when they were opened.
  private static Instant lastChange(Ticket ticket) {
    var opened = ticket.times().openedAt();
    var updated = ticket.updatedAt().at();
    return updated.isAfter(opened) ? updated : opened;
  }
}
