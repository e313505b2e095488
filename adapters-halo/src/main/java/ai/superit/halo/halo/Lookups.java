package ai.superit.halo.halo;

import ai.superit.halo.domain.ticket.Lookup;
import ai.superit.halo.domain.ticket.Lookup.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// Reads the tenant's small tables.
final class Lookups {
  private static final long BUILT_IN_CLOSED = 9;
  private static final String CLOSING_TYPE = "2";

  private final HaloClient client;

  Lookups(HaloClient client) {
    this.client = client;
  }

  List<Lookup> all() {
    var all = new ArrayList<Lookup>();
    var agents =
        Query.of("includeenabled", true)
            .with("includedisabled", true)
            .with("includeunassigned", true)
            .with("includeapiagents", true);
    all.addAll(read(Kind.AGENT, "Agent", "agents", agents));
    var teams =
        Query.of("includeenabled", true).with("includedisabled", true).with("showall", true);
    all.addAll(read(Kind.HALO_TEAM, "Team", "teams", teams));
    var statuses = Query.of("type", "ticket").with("showall", true);
    all.addAll(read(Kind.STATUS, "Status", "statuses", statuses));
    all.addAll(read(Kind.PRIORITY, "Priority", "priorities", Query.NONE));
    var types = Query.of("showall", true).with("showinactive", true);
    all.addAll(read(Kind.TICKET_TYPE, "TicketType", "tickettypes", types));
    return all;
  }

  /// Priorities repeat for each SLA under the same number: the first name wins.
  private List<Lookup> read(Kind kind, String resource, String key, Query query) {
    var byId = new LinkedHashMap<Long, Lookup>();
    for (var item : Listing.of(client.get(resource, query), resource, key).items()) {
      Row.of(item)
          .flatMap(row -> lookup(kind, row))
          .ifPresent(found -> byId.putIfAbsent(found.id(), found));
    }
    return List.copyOf(byId.values());
  }

  /// A row without number or name can name nothing, so nothing is lost without it.
  private static Optional<Lookup> lookup(Kind kind, Row row) {
    try {
      var id = row.number(kind == Kind.PRIORITY ? "priorityid" : "id");
      var name = row.requiredText("name");
      return Optional.of(new Lookup(kind, id, name, kind == Kind.STATUS && closes(id, row)));
    } catch (Row.Unreadable strange) {
      return Optional.empty();
    }
  }

  /// What the types of statuses mean is not documented; that 2 is closed has been inferred from
  /// another implementation of the API, and 9 is Halo's built-in "Closed".
  private static boolean closes(long id, Row row) {
    return id == BUILT_IN_CLOSED || row.text("type").equals(CLOSING_TYPE);
  }
}
