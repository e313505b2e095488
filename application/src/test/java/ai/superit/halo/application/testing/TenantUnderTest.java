package ai.superit.halo.application.testing;

import ai.superit.halo.application.sync.HaloTenant;
import ai.superit.halo.domain.asset.AssetId;
import ai.superit.halo.domain.ticket.NoteId;
import ai.superit.halo.domain.ticket.TicketId;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.time.Instant;

/// A tenant that a contract fills, and changes behind the back of who reads it.
public interface TenantUnderTest {
  HaloTenant tenant();

  /// Adds a record; whatever it must belong to is there.
  ObjectRef add(ObjectRef.Kind kind);

  TicketId addTicket(Instant opened);

  /// Makes the ticket one about the asset.
  void tie(TicketId ticket, AssetId asset);

  /// Changes something of the record.
  void change(ObjectRef record);

  /// Takes the record out of use.
  void retire(ObjectRef record);

  void close(TicketId ticket);

  void delete(ObjectRef record);

  /// From now on something of the record is such that nobody can read it.
  void spoil(ObjectRef record);

  NoteId addNote(TicketId ticket, String text, boolean hidden, Instant at);

  /// Adds a note that nobody can read.
  NoteId addSpoiltNote(TicketId ticket);

  void attach(TicketId ticket, NoteId note, String file);

  /// The next answer, which must be one about notes, counts more of them than it sends.
  void withholdNotes();

  /// Lets some time pass, and tells what it is then by the tenant's clock.
  Instant later();
}
