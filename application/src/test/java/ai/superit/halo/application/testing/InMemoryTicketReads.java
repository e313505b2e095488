package ai.superit.halo.application.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import ai.superit.halo.application.PageArgs;
import ai.superit.halo.application.Part;
import ai.superit.halo.application.Slice;
import ai.superit.halo.application.ticket.TicketContext;
import ai.superit.halo.application.ticket.TicketFilter;
import ai.superit.halo.application.ticket.TicketOrder;
import ai.superit.halo.application.ticket.TicketPage;
import ai.superit.halo.application.ticket.TicketReads;
import ai.superit.halo.application.ticket.TicketView;
import ai.superit.halo.domain.Key;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.team.Visibility;
import ai.superit.halo.domain.ticket.Attachment;
import ai.superit.halo.domain.ticket.Note;
import ai.superit.halo.domain.ticket.NoteId;
import ai.superit.halo.domain.ticket.TicketId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Tickets and notes as a caller sees them.
record InMemoryTicketReads(Memory memory) implements TicketReads {
  private static final Comparator<NotePosition> NEWEST_NOTE_FIRST =
      Comparator.comparing(NotePosition::at)
          .thenComparing(NotePosition::id, Comparator.comparingLong(NoteId::value))
          .reversed();

  @Override
  public TicketPage tickets(
      Visibility visibility,
      TicketFilter filter,
      TicketOrder order,
      PageArgs<TicketOrder.Position> page,
      Set<TicketPage.Reference> wanted,
      Set<Part> parts) {
    return memory.with(state -> {
      var matching = new TicketMatch(state, filter);
      var slice =
          Slices.slice(
              visible(new Sight(state, visibility)).filter(matching),
              order::position,
              comparator(order),
              page);
      return new InPart(parts)
          .page(new TicketPage(slice, along(visibility, filter, slice.rows(), wanted)));
    });
  }

  private TicketPage.Along along(
      Visibility visibility,
      TicketFilter filter,
      List<TicketView> rows,
      Set<TicketPage.Reference> wanted) {
    var reads = new InMemoryClientReads(memory);
    var tickets = rows.stream().map(TicketView::key).collect(Collectors.toSet());
    var clients = filter.scope().client().stream().collect(Collectors.toSet());
    var contacts =
        rows.stream()
            .flatMap(row ->
                row.ticket().value().parties().contact().stream()
                    .map(contact -> new Key<>(row.key().connection(), contact)))
            .collect(Collectors.toSet());
    return new TicketPage.Along(
        wanted.contains(TicketPage.Reference.CLIENT)
            ? known(clients, reads.clientsByKey(visibility, clients))
            : Map.of(),
        wanted.contains(TicketPage.Reference.CONTACT)
            ? known(contacts, reads.contactsByKey(visibility, contacts))
            : Map.of(),
        wanted.contains(TicketPage.Reference.ASSETS)
            ? new InMemoryAssetReads(memory).assetsOfTickets(visibility, tickets)
            : Map.of());
  }

  private static <K, V> Map<K, Optional<V>> known(Set<K> keys, Map<K, V> found) {
    return keys.stream()
        .collect(Collectors.toMap(key -> key, key -> Optional.ofNullable(found.get(key))));
  }

  @Override
  public long countTickets(Visibility visibility, TicketFilter filter) {
    return memory.with(state ->
        visible(new Sight(state, visibility)).filter(new TicketMatch(state, filter)).count());
  }

  @Override
  public Map<Key<TicketId>, TicketView> ticketsByKey(
      Visibility visibility, Set<Key<TicketId>> keys) {
    return memory.with(state ->
        visible(new Sight(state, visibility))
            .filter(view -> keys.contains(view.key()))
            .collect(Collectors.toMap(TicketView::key, view -> view)));
  }

  @Override
  public Slice<Note> notes(
      Visibility visibility, Key<TicketId> ticket, PageArgs<NotePosition> page) {
    return memory.with(state ->
        Slices.slice(
            notes(new Sight(state, visibility), ticket),
            note -> new NotePosition(note.at(), note.id()),
            NEWEST_NOTE_FIRST,
            page));
  }

  @Override
  public Map<NoteId, String> htmlOfNotes(
      Visibility visibility, Key<TicketId> ticket, Set<NoteId> notes) {
    return memory.with(state -> {
      var stored = state.notes.getOrDefault(ticket, Map.of());
      var found = new HashMap<NoteId, String>();
      notes(new Sight(state, visibility), ticket)
          .map(Note::id)
          .filter(notes::contains)
          .forEach(id -> {
            if (requireNonNull(stored.get(id)).html() instanceof Note.Html.Read(var source)
                && !source.isEmpty()) {
              found.put(id, source);
            }
          });
      return found;
    });
  }

  @Override
  public long bytesOfHtml(Visibility visibility, Key<TicketId> ticket, Set<NoteId> notes) {
    return htmlOfNotes(visibility, ticket, notes).values().stream()
        .mapToLong(html -> html.getBytes(UTF_8).length)
        .sum();
  }

  @Override
  public Slice<Attachment> attachments(
      Visibility visibility, Key<TicketId> ticket, PageArgs<Long> page) {
    return memory.with(state -> {
      var sight = new Sight(state, visibility);
      var shown = notes(sight, ticket).map(Note::id).collect(Collectors.toSet());
      var files =
          sight.ticket(ticket)
              ? state.attachments.getOrDefault(ticket, List.of())
              : List.<Attachment>of();
      return Slices.slice(
          files.stream()
              .filter(file ->
                  visibility.seesPrivateNotes()
                      || (!file.hidden() && file.note().map(shown::contains).orElse(true))),
          file -> file.id().value(),
          Comparator.reverseOrder(),
          page);
    });
  }

  @Override
  public Optional<TicketContext> context(
      Visibility visibility,
      Key<TicketId> ticket,
      TicketContext.Sizes sizes,
      TicketContext.Parts parts) {
    return memory.with(state -> {
      var sight = new Sight(state, visibility);
      return visible(sight)
          .filter(view -> view.key().equals(ticket))
          .findFirst()
          .map(view -> context(sight, view, sizes))
          .map(read -> InPart.context(read, parts));
    });
  }

  private TicketContext context(Sight sight, TicketView view, TicketContext.Sizes sizes) {
    var key = view.key();
    var client = new Key<>(key.connection(), view.ticket().value().parties().client());
    var notes =
        notes(sight, key)
            .sorted(
                Comparator.comparing(
                    note -> new NotePosition(note.at(), note.id()), NEWEST_NOTE_FIRST))
            .limit(sizes.notes())
            .toList();
    var open = new TicketMatch(sight.state(), TicketFilter.openOf(client));
    return new TicketContext(
        view,
        around(sight, view),
        notes,
        InMemoryAssetReads.ofTicket(sight, key),
        others(sight, key).filter(open).limit(sizes.openTickets()).toList(),
        others(sight, key)
            .filter(other -> shareAnAsset(sight, key, other.key()))
            .limit(sizes.earlierTickets())
            .toList());
  }

  private TicketContext.Around around(Sight sight, TicketView view) {
    var connection = view.key().connection();
    var parties = view.ticket().value().parties();
    var reads = new InMemoryClientReads(memory);
    var seen = sight.visibility();
    return new TicketContext.Around(
        reads.clientsByKey(seen, Set.of(new Key<>(connection, parties.client()))).values().stream()
            .findFirst(),
        parties
            .site()
            .flatMap(site ->
                reads.sitesByKey(seen, Set.of(new Key<>(connection, site))).values().stream()
                    .findFirst()),
        parties
            .contact()
            .flatMap(contact ->
                reads.contactsByKey(seen, Set.of(new Key<>(connection, contact))).values().stream()
                    .findFirst()));
  }

  private static Stream<TicketView> others(Sight sight, Key<TicketId> than) {
    var order = TicketOrder.NEWEST_CHANGE_FIRST;
    return visible(sight)
        .filter(view -> !view.key().equals(than))
        .sorted(Comparator.comparing(order::position, comparator(order)));
  }

  private static boolean shareAnAsset(Sight sight, Key<TicketId> one, Key<TicketId> other) {
    var shared = new HashSet<>(InMemoryAssetReads.ofTicket(sight, one));
    shared.retainAll(InMemoryAssetReads.ofTicket(sight, other));
    return !shared.isEmpty();
  }

  private static Stream<Note> notes(Sight sight, Key<TicketId> ticket) {
    var notes =
        sight.ticket(ticket)
            ? List.copyOf(sight.state().notes.getOrDefault(ticket, Map.of()).values())
            : List.<Note>of();
    return notes.stream()
        .filter(note -> !note.privateNote() || sight.visibility().seesPrivateNotes())
        .map(note -> note.with(new Note.Html.Unread()));
  }

  private static Stream<TicketView> visible(Sight sight) {
    return sight.state().tickets.entrySet().stream()
        .filter(entry -> sight.ticket(entry.getKey()))
        .flatMap(entry ->
            Optional.ofNullable(sight.state().besideTickets.get(entry.getKey()))
                .map(beside ->
                    new TicketView(
                        InMemoryClientReads.mirrored(entry),
                        beside.route(),
                        notesRead(sight.state(), entry.getKey())))
                .stream());
  }

  private static TicketView.NotesRead notesRead(State state, Key<TicketId> ticket) {
    return new TicketView.NotesRead(
        Optional.ofNullable(state.notesReadAt.get(ticket)),
        state.notesMissing.getOrDefault(ticket, 0L));
  }

  @Override
  public NotesGap notesGap(ConnectionId connection) {
    return memory.with(state -> {
      var living =
          state.tickets.entrySet().stream()
              .filter(entry -> entry.getKey().connection().equals(connection))
              .filter(entry -> !entry.getValue().deleted())
              .toList();
      var missing =
          living.stream()
              .mapToLong(entry -> state.notesMissing.getOrDefault(entry.getKey(), 0L))
              .sum();
      var unread =
          living.stream()
              .filter(entry ->
                  TicketStore.awaitsNotes(
                      entry.getValue().value(), state.notesReadAt.get(entry.getKey())))
              .count();
      return new NotesGap(missing, unread);
    });
  }

  private static Comparator<TicketOrder.Position> comparator(TicketOrder order) {
    var ascending =
        Comparator.comparing(TicketOrder.Position::at)
            .thenComparing(
                TicketOrder.Position::key, Slices.byKey(Comparator.comparingLong(TicketId::value)));
    return order.descending() ? ascending.reversed() : ascending;
  }
}
