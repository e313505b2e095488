package ai.superit.halo.graphql;

import ai.superit.halo.application.asset.AssetReads.FieldsGap;
import ai.superit.halo.application.client.ClientReads.PagesGap;
import ai.superit.halo.application.connection.TenantBudget;
import ai.superit.halo.application.ticket.TicketReads.NotesGap;
import ai.superit.halo.application.webhook.DeliveryInbox;
import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.sync.SyncMode;
import ai.superit.halo.domain.sync.SyncRun;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Whether the mirror can be trusted.
final class MonitorGraphql {
  private record Status(Connection connection, Session session) {
    List<SyncRun> runs(SyncMode mode) {
      return session.oversight().runs().latest(connection.id(), mode).stream()
          .sorted(Comparator.comparing(SyncRun::resource))
          .toList();
    }

    NotesGap notes() {
      return session.reads().tickets().notesGap(connection.id());
    }

    FieldsGap assetFields() {
      return session.reads().assets().fieldsGap(connection.id(), session.now());
    }

    PagesGap clientPages() {
      return session.reads().clients().pagesGap(connection.id(), session.now());
    }

    DeliveryInbox.State inbox() {
      return session.oversight().inbox().state(connection.id());
    }

    Optional<TenantBudget.State> rateBudget() {
      return session.oversight().budget().findState(connection.id());
    }
  }

  private MonitorGraphql() {}

  static void wire(Wiring wiring) {
    wiring.query(
        "mirrorStatus",
        (session, given) ->
            ConnectionGraphql.find(session, given.requiredText("connectionId"))
                .map(connection -> new Status(connection, session)));
    wiring
        .type("MirrorStatus", Status.class)
        .read("connection", Status::connection)
        .fetch("runs", (status, given) -> status.runs(given.choice("mode", SyncMode.class)))
        .read("notes", Status::notes)
        .read("assetFields", Status::assetFields)
        .read("clientPages", Status::clientPages)
        .read("inbox", Status::inbox)
        .read("rateBudget", Status::rateBudget);
    wiring
        .type("RateBudget", TenantBudget.State.class)
        .read("learned", state -> state.calls().isPresent())
        .read("limit", state -> state.calls().map(Math::toIntExact))
        .read("windowSeconds", state -> Math.toIntExact(state.window().toSeconds()))
        .read("used", state -> Math.toIntExact(state.used()))
        .read("remaining", state -> state.calls().map(_ -> Math.toIntExact(state.remaining())))
        .read("blockedUntil", TenantBudget.State::blockedUntil);
    wiring
        .type("NotesGap", NotesGap.class)
        .read("missing", gap -> Math.toIntExact(gap.missing()))
        .read("unreadTickets", gap -> Math.toIntExact(gap.unreadTickets()));
    wiring
        .type("AssetFieldsGap", FieldsGap.class)
        .read("unreadAssets", gap -> Math.toIntExact(gap.unread()))
        .read("assets", gap -> Math.toIntExact(gap.assets()));
    wiring
        .type("ClientPagesGap", PagesGap.class)
        .read("unreadClients", gap -> Math.toIntExact(gap.unread()))
        .read("clients", gap -> Math.toIntExact(gap.clients()));
    wiring
        .type("InboxState", DeliveryInbox.State.class)
        .read("waiting", state -> Math.toIntExact(state.waiting()))
        .read("applied", state -> Math.toIntExact(state.applied()))
        .read("quarantined", state -> Math.toIntExact(state.quarantined()))
        .read("parked", state -> Math.toIntExact(state.parked()))
        .read("copies", state -> Math.toIntExact(state.copies()))
        .read("oldestWaiting", DeliveryInbox.State::oldestWaiting);
  }
}
