package ai.superit.halo.halo;

import ai.superit.halo.application.sync.HaloTenant;
import ai.superit.halo.application.testing.HaloTenantContract;
import ai.superit.halo.application.testing.ManualClock;
import ai.superit.halo.application.testing.TenantUnderTest;
import ai.superit.halo.domain.asset.AssetId;
import ai.superit.halo.domain.ticket.NoteId;
import ai.superit.halo.domain.ticket.TicketId;
import ai.superit.halo.domain.webhook.ObjectRef;
import ai.superit.halo.simulator.Fault;
import ai.superit.halo.simulator.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;

/// The adapter shows a simulated tenant as every tenant is to be shown.
class HttpHaloTenantContractTest implements HaloTenantContract {
  private static final ManualClock CLOCK = new ManualClock();
  private static final SimulatedTenant SIMULATED = new SimulatedTenant(made -> made.clock(CLOCK));

  @AfterAll
  static void stop() {
    SIMULATED.close();
  }

  @Override
  public TenantUnderTest halo() {
    return new Filled();
  }

  /// All tests fill the same tenant.
  private static final class Filled implements TenantUnderTest {
    private static final int CLIENT = 12;
    private static final int SITE = 18;

    /// By kind, a field that our adapter reads wherever it reads a record of it, and that the
    /// simulator hands on as it got it.
    private static final Map<ObjectRef.Kind, String> UNCHECKED =
        Map.of(
            ObjectRef.Kind.TICKET, "category1",
            ObjectRef.Kind.CLIENT, "lastupdate",
            ObjectRef.Kind.SITE, "lastupdate",
            ObjectRef.Kind.CONTACT, "lastupdate",
            ObjectRef.Kind.ASSET, "username",
            ObjectRef.Kind.INVOICE, "thirdpartyinvoicenumber");

    @Override
    public HaloTenant tenant() {
      return SIMULATED.tenant();
    }

    @Override
    public ObjectRef add(ObjectRef.Kind kind) {
      return new ObjectRef(kind, create(kind, Map.of()));
    }

    @Override
    public TicketId addTicket(Instant opened) {
      var fields = Map.of("dateoccurred", opened.toString());
      return new TicketId(create(ObjectRef.Kind.TICKET, fields));
    }

    private static int create(ObjectRef.Kind kind, Map<String, ?> more) {
      var fields = new HashMap<String, Object>(more);
      fields.put("site_id", SITE);
      fields.put("client_id", CLIENT);
      fields.put(kind == ObjectRef.Kind.TICKET ? "summary" : "name", "Added");
      return SIMULATED.control().create(named(kind), fields);
    }

    @Override
    public void tie(TicketId ticket, AssetId asset) {
      change(
          new ObjectRef(ObjectRef.Kind.TICKET, ticket.value()),
          Map.of("assets", List.of(Map.of("id", asset.value()))));
    }

    @Override
    public void change(ObjectRef record) {
      change(record, Map.of());
    }

    @Override
    public void retire(ObjectRef record) {
      change(record, Map.of("inactive", true));
    }

    @Override
    public void close(TicketId ticket) {
      SIMULATED.control().closeTicket((int) ticket.value());
    }

    @Override
    public void delete(ObjectRef record) {
      SIMULATED.control().delete(named(record.kind()), (int) record.id());
    }

    @Override
    public void spoil(ObjectRef record) {
      change(record, Map.of(UNCHECKED.get(record.kind()), List.of("no text")));
    }

    private static void change(ObjectRef record, Map<String, ?> fields) {
      SIMULATED.control().change(named(record.kind()), (int) record.id(), fields);
    }

    @Override
    public NoteId addNote(TicketId ticket, String text, boolean hidden, Instant at) {
      return note(ticket, Map.of("note", text, "hiddenfromuser", hidden, "datetime", "" + at));
    }

    @Override
    public NoteId addSpoiltNote(TicketId ticket) {
      return note(ticket, Map.of("note", "strange", "actionby_agent_id", List.of("no number")));
    }

    private static NoteId note(TicketId ticket, Map<String, ?> fields) {
      return new NoteId(SIMULATED.control().addNote((int) ticket.value(), fields));
    }

    @Override
    public void attach(TicketId ticket, NoteId note, String file) {
      SIMULATED
          .control()
          .create(
              Kind.ATTACHMENT,
              Map.of("ticket_id", ticket.value(), "action_id", note.value(), "filename", file));
    }

    @Override
    public void withholdNotes() {
      SIMULATED
          .control()
          .addFault(Fault.next(Fault.Effect.COUNT_TOO_HIGH, 1).onPath("/api/actions*"));
    }

    @Override
    public Instant later() {
      CLOCK.advance(Duration.ofMinutes(1));
      return CLOCK.instant();
    }

    private static Kind named(ObjectRef.Kind kind) {
      return switch (kind) {
        case TICKET -> Kind.TICKET;
        case CLIENT -> Kind.CLIENT;
        case SITE -> Kind.SITE;
        case CONTACT -> Kind.USER;
        case ASSET -> Kind.ASSET;
        case INVOICE -> Kind.INVOICE;
      };
    }
  }
}
