package ai.superit.halo.application.sync;

import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/// What lists do not carry and was not read from the records' own pages yet, and which instance is
/// at it.
///
/// All methods throw [ai.superit.halo.application.StoreUnavailable] if the store cannot be reached.
public interface Hydration {
  /// How long a record is left alone after the first failure; twice as long after each further one.
  Duration FIRST_PAUSE = Duration.ofMinutes(1);

  Duration LONGEST_PAUSE = Duration.ofHours(6);

  /// How long the page of a record that Halo does not stamp is taken for what Halo has. It may
  /// change without a sign.
  Duration PAGE_HOLDS = Duration.ofDays(1);

  /// When such a page is read again: while the one before still holds, so that it never ceases to
  /// where the calls suffice.
  Duration READ_AGAIN_AFTER = Duration.ofHours(20);

  /// What one instance at a time does for a connection.
  enum Work {
    NOTES,
    FIELDS,
    CLIENT_PAGES,
    OLD_NOTES
  }

  /// Living assets whose fields were never read, or not since the asset was last stored from a
  /// list, latest change first; those aside that are put off.
  List<AwaitingPage> assetsAwaitingFields(ConnectionId connection, Instant now, int limit);

  /// Living clients whose own page was never read, or not since the client was last stored from a
  /// list, latest change first; those aside that are put off.
  List<AwaitingPage> clientsAwaitingPages(ConnectionId connection, Instant now, int limit);

  /// Living assets that Halo does not stamp, whose own page was last read [#READ_AGAIN_AFTER] ago
  /// or longer, longest ago first; those aside that are put off or await their fields.
  List<AwaitingPage> assetsToReadAgain(ConnectionId connection, Instant now, int limit);

  /// Living clients of which the same holds.
  List<AwaitingPage> clientsToReadAgain(ConnectionId connection, Instant now, int limit);

  /// As [Mirror#ticketsAwaitingNotes], those aside that are put off.
  List<AwaitingNotes> ticketsDue(
      ConnectionId connection, Instant changedSince, Instant now, int limit);

  /// How many calls [Mirror#ticketsAwaitingNotes] takes for all tickets, those for files aside.
  long callsAwaited(ConnectionId connection, Instant changedSince);

  /// Leaves records alone for a while, because they could not be read.
  void putOff(ConnectionId connection, Set<ObjectRef> records, Instant now);

  /// Forgets that records were put off.
  void settle(ConnectionId connection, Set<ObjectRef> records);

  /// Takes or prolongs a turn at the work, which ends by itself after that time.
  ///
  /// @param holder who takes it, the same for all of an instance
  /// @return whether nobody else has it
  boolean takeTurn(ConnectionId connection, Work work, UUID holder, Instant now, Duration atMost);

  /// Ends a turn before its time; nothing happens to that of somebody else.
  void endTurn(ConnectionId connection, Work work, UUID holder);
}
