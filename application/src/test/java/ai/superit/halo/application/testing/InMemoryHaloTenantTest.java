package ai.superit.halo.application.testing;

import static ai.superit.halo.domain.testing.AssetBuilder.anAsset;
import static ai.superit.halo.domain.testing.AttachmentBuilder.anAttachment;
import static ai.superit.halo.domain.testing.ClientBuilder.aClient;
import static ai.superit.halo.domain.testing.ContactBuilder.aContact;
import static ai.superit.halo.domain.testing.InvoiceBuilder.anInvoice;
import static ai.superit.halo.domain.testing.NoteBuilder.aNote;
import static ai.superit.halo.domain.testing.SiteBuilder.aSite;
import static ai.superit.halo.domain.testing.TicketBuilder.aTicket;

import ai.superit.halo.application.sync.HaloTenant;
import ai.superit.halo.application.sync.RejectedRow;
import ai.superit.halo.domain.asset.AssetId;
import ai.superit.halo.domain.testing.AssetBuilder;
import ai.superit.halo.domain.testing.ClientBuilder;
import ai.superit.halo.domain.testing.ContactBuilder;
import ai.superit.halo.domain.testing.Moments;
import ai.superit.halo.domain.testing.SiteBuilder;
import ai.superit.halo.domain.testing.TicketBuilder;
import ai.superit.halo.domain.ticket.Lookup;
import ai.superit.halo.domain.ticket.NoteId;
import ai.superit.halo.domain.ticket.TicketId;
import ai.superit.halo.domain.webhook.ObjectRef;
import ai.superit.halo.domain.webhook.ObjectRef.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/// The tenant in memory shows what a real one would.
class InMemoryHaloTenantTest implements HaloTenantContract {
  private final Filled filled = new Filled();

  @Override
  public TenantUnderTest halo() {
    return filled;
  }

  private static final class Filled implements TenantUnderTest {
    private final InMemoryHaloTenant tenant = new InMemoryHaloTenant();
    private final AtomicLong numbers = new AtomicLong(10);
    private long minute;

    Filled() {
      for (var kind : Lookup.Kind.values()) {
        tenant.put(new Lookup(kind, 1, "the first", false));
      }
      tenant.put(new Lookup(Lookup.Kind.STATUS, 9, "Closed", true));
      tenant.put(new Lookup(Lookup.Kind.STATUS, 9, "Done", true));
    }

    @Override
    public HaloTenant tenant() {
      return tenant;
    }

    @Override
    public ObjectRef add(Kind kind) {
      var record = new ObjectRef(kind, numbers.incrementAndGet());
      change(record);
      return record;
    }

    @Override
    public TicketId addTicket(Instant opened) {
      var id = numbers.incrementAndGet();
      tenant.put(ticket(id).opened(minutes(opened)).build());
      return new TicketId(id);
    }

    @Override
    public void tie(TicketId ticket, AssetId asset) {
      tenant.put(ticket(ticket.value()).about(Set.of(asset)).build());
    }

    @Override
    public void change(ObjectRef record) {
      var id = record.id();
      switch (record.kind()) {
        case TICKET -> tenant.put(ticket(id).build());
        case CLIENT -> tenant.put(client(id).build());
        case SITE -> tenant.put(site(id).build());
        case CONTACT -> tenant.put(contact(id).build());
        case ASSET -> tenant.put(asset(id).build());
        case INVOICE -> tenant.put(anInvoice(id).changed(minute).build());
      }
    }

    @Override
    public void retire(ObjectRef record) {
      var id = record.id();
      switch (record.kind()) {
        case CLIENT -> tenant.put(client(id).inactive().build());
        case SITE -> tenant.put(site(id).inactive().build());
        case CONTACT -> tenant.put(contact(id).inactive().build());
        case ASSET -> tenant.put(asset(id).inactive().build());
        case TICKET, INVOICE -> throw new IllegalArgumentException("never out of use: " + record);
      }
    }

    @Override
    public void close(TicketId ticket) {
      tenant.put(ticket(ticket.value()).closed().build());
    }

    @Override
    public void delete(ObjectRef record) {
      tenant.remove(record);
    }

    @Override
    public void spoil(ObjectRef record) {
      tenant.spoil(record, "it is strange");
    }

    @Override
    public NoteId addNote(TicketId ticket, String text, boolean hidden, Instant at) {
      var id = numbers.incrementAndGet();
      var note = aNote(id).on(ticket.value()).saying(text).at(minutes(at));
      tenant.put(hidden ? note.hidden().build() : note.build());
      return new NoteId(id);
    }

    @Override
    public NoteId addSpoiltNote(TicketId ticket) {
      var id = numbers.incrementAndGet();
      tenant.rejectNoteOf(ticket, new RejectedRow("" + id, "no date", "{\"id\":" + id + "}"));
      return new NoteId(id);
    }

    @Override
    public void attach(TicketId ticket, NoteId note, String file) {
      var id = numbers.incrementAndGet();
      tenant.put(anAttachment(id).on(ticket.value(), note.value()).called(file).build());
    }

    @Override
    public void withholdNotes() {
      tenant.total(sent -> {
        tenant.total(all -> all);
        return sent + 3;
      });
    }

    @Override
    public Instant later() {
      return Moments.minute(++minute);
    }

    private static long minutes(Instant at) {
      return Duration.between(Moments.NOON, at).toMinutes();
    }

    private TicketBuilder ticket(long id) {
      return aTicket(id).changed(minute);
    }

    private ClientBuilder client(long id) {
      return aClient(id).changed(minute);
    }

    private SiteBuilder site(long id) {
      return aSite(id).changed(minute);
    }

    private ContactBuilder contact(long id) {
      return aContact(id).changed(minute);
    }

    private AssetBuilder asset(long id) {
      return anAsset(id).changed(minute);
    }
  }
}
