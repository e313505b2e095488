package ai.superit.halo.persistence;

import ai.superit.halo.application.PageArgs;
import ai.superit.halo.application.Part;
import ai.superit.halo.application.ticket.TicketFilter;
import ai.superit.halo.application.ticket.TicketOrder;
import ai.superit.halo.application.ticket.TicketPage;
import ai.superit.halo.domain.team.TeamId;
import ai.superit.halo.domain.team.Visibility;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Puts the statements for lists of tickets together.
///
/// What a caller sees is a handful of sources: its connections, or its teams. From each source the
/// first rows come along an index that has the order of the list, and these few are merged. The
/// inner limit is a constant because the planner takes an index only for a small number of rows
/// that it knows; the outer one stops reading as soon as there are enough.
final class TicketQueries {
  private static final int MAX_ROWS = PageArgs.MAX_SIZE + 1;

  private final Visibility visibility;
  private final TicketFilter filter;

  TicketQueries(Visibility visibility, TicketFilter filter) {
    this.visibility = visibility;
    this.filter = filter;
  }

  /// The tickets in their order, with the columns of a contact and an asset if these are wanted: a
  /// ticket has a row for each of its assets.
  Query page(
      TicketOrder order,
      PageArgs<TicketOrder.Position> page,
      Set<TicketPage.Reference> wanted,
      Set<Part> parts) {
    var sorting = new Sorting(order, page.backward());
    var contacts = wanted.contains(TicketPage.Reference.CONTACT);
    var assets = wanted.contains(TicketPage.Reference.ASSETS);
    var records = new ArrayList<>(List.of(Rows.TICKET));
    if (contacts) {
      records.add(Rows.CONTACT);
    }
    if (assets) {
      records.add(Rows.ASSET);
    }
    var query =
        Query.select(parts, records).add("from (").add(tickets(sorting, page)).add(") as t");
    if (contacts) {
      query.add(CONTACT).add(Visible.besideTickets(visibility, "p"));
    }
    if (assets) {
      query
          .add(ASSETS)
          .add(Visible.assetsOfTickets(visibility))
          .add("order by ta.asset_id limit 100) as a on true");
    }
    return query.add("order by " + sorting.columns() + (assets ? ", a.asset_id" : ""));
  }

  private Query tickets(Sorting sorting, PageArgs<TicketOrder.Position> page) {
    var only = managedConnection();
    var query = Query.of("select t.* from");
    if (only.isEmpty()) {
      query.add(source()).add("cross join lateral");
    }
    query.add("(select * from ticket t where");
    only.ifPresentOrElse(query::add, () -> query.add(ofSource()));
    conditions(query);
    page.from().ifPresent(from -> query.add(sorting.after(from)));
    query.add("order by " + sorting.columns() + " limit " + MAX_ROWS + ") as t");
    return query.add("order by " + sorting.columns() + " limit ?", page.size() + 1);
  }

  /// What a manager may see of the one connection that the filter names is all or nothing. Without
  /// other sources to merge, rows come in their order and no more of them than are wanted.
  private Optional<Query> managedConnection() {
    return visibility instanceof Visibility.Managed(var managers)
        ? filter.scope().onlyConnection().map(id -> Visible.connection(id, managers))
        : Optional.empty();
  }

  private static final String CONTACT =
      """
      left join contact p on p.connection_id = t.connection_id and p.contact_id = t.contact_id
      and p.deleted_at is null and
      """;

  private static final String ASSETS =
      """
      left join lateral (
        select a.*
        from ticket_asset ta
        join asset a on a.connection_id = ta.connection_id and a.asset_id = ta.asset_id
        where ta.connection_id = t.connection_id and ta.ticket_id = t.ticket_id
          and a.deleted_at is null and
      """;

  Query count() {
    var query = Query.of("select count(*) from");
    query.add(source());
    query.add("join lateral (select from ticket t where").add(ofSource());
    conditions(query);
    return query.add(") as t on true");
  }

  /// One row for each source; the tickets of two sources are never the same.
  private Query source() {
    return switch (visibility) {
      case Visibility.Managed(var managers) ->
          Query.of(
                  "(select k.connection_id from connection k where k.manager_team = any(?)",
                  (Object) Visible.names(managers))
              .add(") as source");
      case Visibility.Member(var teams, _) ->
          isNarrow()
              ? Query.of("(select ?::text[] as teams) as source", (Object) Visible.names(teams))
              : Query.of("unnest(?::text[]) as source(team)", (Object) Visible.names(teams));
    };
  }

  /// Whether the filter names something that has fewer tickets than a team has.
  private boolean isNarrow() {
    var scope = filter.scope();
    return scope.client().isPresent() || scope.contact().isPresent() || scope.asset().isPresent();
  }

  private String ofSource() {
    return switch (visibility) {
      case Visibility.Managed _ -> "t.connection_id = source.connection_id";
      case Visibility.Member _ ->
          isNarrow() ? "t.team = any(source.teams)" : "t.team = source.team";
    };
  }

  private void conditions(Query query) {
    query.add("and t.deleted_at is null");
    scope(query, filter.scope());
    filter.closed().ifPresent(closed -> query.add(closed ? "and t.closed" : "and not t.closed"));
    if (!filter.statuses().isEmpty()) {
      query.add("and t.status_id = any(?)", (Object) filter.statuses().toArray(new Long[0]));
    }
    if (!filter.priorities().isEmpty()) {
      query.add("and t.priority_id = any(?)", (Object) filter.priorities().toArray(new Long[0]));
    }
    filter.changed().from().ifPresent(from -> query.add("and t.halo_updated_at >= ?", from));
    filter.changed().before().ifPresent(before -> query.add("and t.halo_updated_at < ?", before));
    filter
        .text()
        .ifPresent(
            text -> Texts.words(text).forEach(word -> query.add(TEXT, Texts.containing(word))));
  }

  private static final String TEXT = "and t.summary collate pg_c_utf8 ilike ?";

  private static void scope(Query query, TicketFilter.Scope scope) {
    scope.connection().ifPresent(id -> query.add("and t.connection_id = ?", id.value()));
    scope
        .client()
        .ifPresent(client ->
            query.add(
                "and t.connection_id = ? and t.client_id = ?",
                client.connection().value(),
                client.id().value()));
    scope
        .contact()
        .ifPresent(contact ->
            query.add(
                "and t.connection_id = ? and t.contact_id = ?",
                contact.connection().value(),
                contact.id().value()));
    scope
        .asset()
        .ifPresent(asset ->
            query.add(
                """
                and t.connection_id = ? and t.ticket_id in (
                  select ta.ticket_id from ticket_asset ta
                  where ta.connection_id = ? and ta.asset_id = ?)
                """,
                asset.connection().value(),
                asset.connection().value(),
                asset.id().value()));
    scope.team().map(TeamId::value).ifPresent(team -> query.add("and t.team = ?", team));
    if (scope.unrouted()) {
      query.add("and t.team is null");
    }
  }

  /// The order in which the database reads; backward pages are read from their end.
  private record Sorting(TicketOrder order, boolean backward) {
    private boolean descends() {
      return order.descending() != backward;
    }

    private String column() {
      return switch (order.field()) {
        case UPDATED_AT -> "t.halo_updated_at";
        case OPENED_AT -> "t.opened_at";
      };
    }

    private String columns() {
      var direction = descends() ? " desc" : " asc";
      return column() + direction + ", t.connection_id" + direction + ", t.ticket_id" + direction;
    }

    private Query after(TicketOrder.Position position) {
      return Query.of(
          "and (%s, t.connection_id, t.ticket_id) %s (?, ?, ?)"
              .formatted(column(), descends() ? "<" : ">"),
          position.at(),
          position.key().connection().value(),
          position.key().id().value());
    }
  }
}
