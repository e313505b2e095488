package ai.superit.halo.halo;

import ai.superit.halo.application.sync.Page;
import ai.superit.halo.domain.ticket.Lookup;
import ai.superit.halo.domain.ticket.Lookup.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// Reads the tenant's small tables.
final class Lookups {
  private final HaloClient client;

  Lookups(HaloClient client) {
    this.client = client;
  }

  /// Whatever Halo counts beyond the rows that it sends is in the total.
  Page<Lookup> all() {
    var all = new ArrayList<Page<Lookup>>();
    var agents =
        Query.of("includeenabled", true)
            .with("includedisabled", true)
            .with("includeunassigned", true)
            .with("includeapiagents", true);
    all.add(read(Kind.AGENT, "Agent", "agents", agents));
    var teams =
        Query.of("includeenabled", true).with("includedisabled", true).with("showall", true);
    all.add(read(Kind.HALO_TEAM, "Team", "teams", teams));
    var statuses = Query.of("type", "ticket").with("showall", true);
    all.add(read(Kind.STATUS, "Status", "statuses", statuses));
    all.add(read(Kind.PRIORITY, "Priority", "priorities", Query.NONE));
    var types = Query.of("showall", true).with("showinactive", true);
    all.add(read(Kind.TICKET_TYPE, "TicketType", "tickettypes", types));
    return new Page<>(
        all.stream().mapToLong(Page::total).sum(),
        all.stream().flatMap(page -> page.rows().stream()).toList(),
        List.of());
  }

  /// Priorities repeat for each SLA under the same number: the first name wins.
  private Page<Lookup> read(Kind kind, String resource, String key, Query query) {
    var byId = new LinkedHashMap<Long, Lookup>();
    var listing = Listing.of(client.get(resource, query), resource, key);
    var closing = kind == Kind.STATUS ? ClosingTypes.of(listing.items()) : ClosingTypes.NONE;
    for (var item : listing.items()) {
      Row.of(item)
          .flatMap(row -> lookup(kind, row, closing))
          .ifPresent(found -> byId.putIfAbsent(found.id(), found));
    }
    var unsent = Math.max(0, listing.told().orElse(0) - listing.items().size());
    return new Page<>(byId.size() + unsent, List.copyOf(byId.values()), List.of());
  }

  /// A row without number or name can name nothing, so nothing is lost without it.
  private static Optional<Lookup> lookup(Kind kind, Row row, ClosingTypes closing) {
    try {
      var id = row.number(kind == Kind.PRIORITY ? "priorityid" : "id");
      var name = row.requiredText("name");
      return Optional.of(new Lookup(kind, id, name, kind == Kind.STATUS && closing.close(id, row)));
    } catch (Row.Unreadable strange) {
      return Optional.empty();
    }
  }
}
