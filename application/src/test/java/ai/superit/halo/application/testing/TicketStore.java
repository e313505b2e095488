package ai.superit.halo.application.testing;

import ai.superit.halo.application.sync.AwaitingNotes;
import ai.superit.halo.application.sync.RoutedTicket;
import ai.superit.halo.application.sync.Stored;
import ai.superit.halo.application.testing.State.Beside;
import ai.superit.halo.domain.Key;
import ai.superit.halo.domain.Source;
import ai.superit.halo.domain.Stamp;
import ai.superit.halo.domain.asset.Asset;
import ai.superit.halo.domain.asset.AssetId;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.ticket.Ticket;
import ai.superit.halo.domain.ticket.Ticket.AssetLinks;
import ai.superit.halo.domain.ticket.TicketId;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Tickets with what is kept beside them: the route and the links to assets.
record TicketStore(State state) {
  Stored store(ConnectionId connection, List<RoutedTicket> batch, Source source, Instant now) {
    var versions = new Versions<>(state.tickets, Ticket::id, TicketId::value, Ticket::updatedAt);
    var newest = versions.newest(batch.stream().map(RoutedTicket::ticket).toList());
    var kept = batch.stream().filter(routed -> newest.contains(routed.ticket())).toList();
    var rows = kept.stream().map(routed -> withoutLinks(routed.ticket())).toList();
    var stored = versions.store(connection, rows, source, now);
    kept.forEach(routed -> storeBeside(new Key<>(connection, routed.ticket().id()), routed));
    kept.forEach(routed -> followPage(connection, routed.ticket(), stored));
    return stored;
  }

  private void followPage(ConnectionId connection, Ticket ticket, Stored stored) {
    var key = new Key<>(connection, ticket.id());
    if (ticket.assets() instanceof AssetLinks.Read) {
      pageRead(key, ticket.updatedAt());
    } else if (!stored.unchanged().contains(ticket.id().value())) {
      state.pagesUnread.add(key);
    }
  }

  void pageRead(Key<TicketId> key, Stamp version) {
    var row = state.tickets.get(key);
    if (row != null && row.value().updatedAt().compareTo(version) <= 0) {
      state.pagesUnread.remove(key);
    }
  }

  /// An outdated version of a ticket of another client was routed by a client that it has no more.
  private void storeBeside(Key<TicketId> key, RoutedTicket routed) {
    var row = state.tickets.get(key);
    if (row == null || !row.value().parties().client().equals(routed.ticket().parties().client())) {
      return;
    }
    var before =
        Optional.ofNullable(state.besideTickets.get(key))
            .orElseGet(() -> new Beside(routed.route(), Set.of(), ""));
    var current = row.value().updatedAt().equals(routed.ticket().updatedAt());
    state.besideTickets.put(
        key,
        current
            ? linked(key, routed, before)
            : new Beside(routed.route(), before.assets(), before.tag()));
  }

  private Beside linked(Key<TicketId> key, RoutedTicket routed, Beside before) {
    var client = new Key<>(key.connection(), routed.ticket().parties().client());
    return switch (routed.ticket().assets()) {
      case AssetLinks.Unread _ -> new Beside(routed.route(), before.assets(), before.tag());
      case AssetLinks.Read(var assets) -> new Beside(routed.route(), assets, "");
      case AssetLinks.Tagged(var tag) ->
          before.assets().isEmpty()
              ? new Beside(routed.route(), tagged(client, tag), tag)
              : new Beside(routed.route(), before.assets(), tag);
    };
  }

  long linkTagged(ConnectionId connection) {
    var added = 0L;
    for (var entry : Map.copyOf(state.besideTickets).entrySet()) {
      var beside = entry.getValue();
      var row = state.tickets.get(entry.getKey());
      if (row != null
          && entry.getKey().connection().equals(connection)
          && beside.assets().isEmpty()) {
        var client = new Key<>(connection, row.value().parties().client());
        var found = tagged(client, beside.tag());
        state.besideTickets.put(entry.getKey(), new Beside(beside.route(), found, beside.tag()));
        added += found.size();
      }
    }
    return added;
  }

  /// At most one: of several assets with the tag the one with the lowest id.
  private Set<AssetId> tagged(Key<ClientId> client, String tag) {
    if (tag.isEmpty()) {
      return Set.of();
    }
    return state.assets.entrySet().stream()
        .filter(entry -> entry.getKey().connection().equals(client.connection()))
        .filter(entry -> !entry.getValue().deleted())
        .map(entry -> entry.getValue().value())
        .filter(asset -> asset.tag().equals(tag))
        .filter(asset -> asset.owner().client().equals(client.id()))
        .map(Asset::id)
        .sorted(Comparator.comparingLong(AssetId::value))
        .limit(1)
        .collect(Collectors.toSet());
  }

  Optional<AwaitingNotes> awaiting(Key<TicketId> key, Ticket ticket) {
    var readAt = state.notesReadAt.get(key);
    var notes = awaitsNotes(ticket, readAt);
    var page = state.pagesUnread.contains(key);
    return notes || page
        ? Optional.of(
            new AwaitingNotes(ticket.id(), lastAction(ticket), ticket.updatedAt(), page, notes))
        : Optional.empty();
  }

  /// A ticket on which nothing was done since it was opened counts from then.
  static boolean awaitsNotes(Ticket ticket, @Nullable Instant readAt) {
    return readAt == null || readAt.isBefore(lastAction(ticket));
  }

  /// Notes that are missing are known from an earlier reading.
  static AwaitingNotes awaitingAgain(Ticket ticket) {
    return AwaitingNotes.notesOf(ticket.id(), lastAction(ticket));
  }

  private static Instant lastAction(Ticket ticket) {
    return ticket.times().lastActionAt().orElse(ticket.times().openedAt());
  }

  private static Ticket withoutLinks(Ticket ticket) {
    var storable = StorableText.of(ticket);
    return new Ticket(
        storable.id(),
        storable.text(),
        storable.parties(),
        storable.state(),
        storable.times(),
        new AssetLinks.Unread());
  }
}
