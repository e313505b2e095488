package ai.superit.halo.simulator;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/// Turns the parameters of a ticket list into a condition and an order.
final class TicketFilter {
  private static final List<String> KEYS =
      List.of(
          "client_id",
          "client_ids",
          "site_id",
          "user_id",
          "asset_id",
          "agent_id",
          "agent",
          "team",
          "team_id",
          "status_id",
          "status",
          "priority",
          "sla",
          "requesttype",
          "requesttype_id",
          "parent_id",
          "open_only",
          "closed_only",
          "deleted",
          "flagged",
          "ticketids",
          "excludethese",
          "search",
          "search_summary",
          "search_id",
          "search_details",
          "datesearch",
          "startdate",
          "enddate",
          "lastupdatefromdate",
          "lastupdatetodate",
          "category_1",
          "order",
          "orderdesc",
          "includeclosed",
          "team_name");

  private final Params params;
  private final Tenant tenant;
  private final long now;

  TicketFilter(Params params, Tenant tenant, long now) {
    this.params = params;
    this.tenant = tenant;
    this.now = now;
  }

  List<Ticket> rows() {
    return tenant.tickets.select(key(), condition(), order());
  }

  private String key() {
    var key = new StringBuilder();
    for (var name : KEYS) {
      params.text(name).ifPresent(value -> key.append(name).append('=').append(value).append('&'));
    }
    if (tenant.quirks().reading().closedTicketsShown().isPositive()) {
      key.append(now / Dates.MINUTE);
    }
    return key.toString();
  }

  private Predicate<Ticket> condition() {
    var deleted = params.flag("deleted");
    Predicate<Ticket> all = ticket -> ticket.deleted == deleted;
    all = state(all);
    all = equal(all, "client_id", t -> t.client);
    all = equal(all, "site_id", t -> t.site);
    all = equal(all, "user_id", t -> t.contact);
    all = equal(all, "agent_id", t -> t.agent);
    all = equal(all, "status_id", t -> t.status);
    all = equal(all, "requesttype_id", t -> t.type);
    all = equal(all, "parent_id", t -> t.parent);
    all = equal(all, "team_id", t -> t.team);
    all = among(all, "client_ids", t -> t.client);
    all = among(all, "agent", t -> t.agent);
    all = among(all, "team", t -> t.team);
    all = among(all, "status", t -> t.status);
    all = among(all, "priority", t -> t.priority);
    all = among(all, "sla", t -> t.sla);
    all = among(all, "requesttype", t -> t.type);
    all = among(all, "ticketids", t -> t.id);
    all = params.integers("excludethese").isPresent() ? all.and(excluding()) : all;
    all = equal(all, "search_id", t -> t.id);
    if (params.flag("flagged")) {
      all = all.and(ticket -> ticket.flagged);
    }
    if (params.has("team_name")) {
      var team = Catalog.teamNamed(params.text("team_name", "")).orElse(0);
      all = all.and(ticket -> ticket.team == team);
    }
    if (params.has("category_1")) {
      var category = lower("category_1");
      all =
          all.and(
              ticket -> tenant.texts.category(ticket).toLowerCase(Locale.ROOT).equals(category));
    }
    return texts(dates(all));
  }

  private Predicate<Ticket> excluding() {
    var without = params.integers("excludethese").orElseThrow();
    return ticket -> !without.contains(ticket.id);
  }

  private Predicate<Ticket> state(Predicate<Ticket> all) {
    if (params.flag("open_only")) {
      return all.and(Ticket::open);
    }
    if (params.flag("closed_only")) {
      return all.and(ticket -> !ticket.open());
    }
    var shown = tenant.quirks().reading().closedTicketsShown();
    if (shown.isPositive() && !params.flag("includeclosed")) {
      var since = now - shown.toMillis();
      return all.and(ticket -> ticket.open() || ticket.closed >= since);
    }
    return all;
  }

  private Predicate<Ticket> equal(Predicate<Ticket> all, String name, ToIntFunction<Ticket> of) {
    var wanted = params.integer(name);
    if (wanted.isEmpty() || wanted.getAsInt() <= 0) {
      return all;
    }
    var value = wanted.getAsInt();
    return all.and(ticket -> of.applyAsInt(ticket) == value);
  }

  private Predicate<Ticket> among(Predicate<Ticket> all, String name, ToIntFunction<Ticket> of) {
    var wanted = params.integers(name);
    if (wanted.isEmpty()) {
      return all;
    }
    var values = wanted.get();
    return all.and(ticket -> values.contains(of.applyAsInt(ticket)));
  }

  private Predicate<Ticket> dates(Predicate<Ticket> all) {
    var result = all;
    var from = params.date("lastupdatefromdate");
    if (from.isPresent()) {
      var bound = from.getAsLong() + (tenant.quirks().reading().updatedBoundInclusive() ? 0 : 1);
      result = result.and(ticket -> ticket.updated >= bound);
    }
    var to = params.date("lastupdatetodate");
    if (to.isPresent()) {
      result = result.and(ticket -> ticket.updated <= to.getAsLong());
    }
    return params.has("datesearch") ? searched(result) : result;
  }

  private Predicate<Ticket> searched(Predicate<Ticket> all) {
    var closed = params.text("datesearch", "").equalsIgnoreCase("datecleared");
    var from = params.date("startdate").orElse(Long.MIN_VALUE + 1);
    var to = params.date("enddate").orElse(Long.MAX_VALUE);
    return all.and(ticket -> {
      var date = closed ? ticket.closed : ticket.occurred;
      return date >= from && date <= to;
    });
  }

  private Predicate<Ticket> texts(Predicate<Ticket> all) {
    var result = all;
    var asset = params.integer("asset_id");
    if (asset.isPresent()) {
      IntPredicate same = id -> id == asset.getAsInt();
      result = result.and(ticket -> Arrays.stream(ticket.assets).anyMatch(same));
    }
    if (params.has("search_summary")) {
      var words = lower("search_summary");
      result = result.and(ticket -> has(tenant.texts.summary(ticket), words));
    }
    if (params.has("search_details")) {
      var words = lower("search_details");
      result = result.and(ticket -> has(tenant.texts.details(ticket), words));
    }
    return params.has("search") ? result.and(anywhere(lower("search"))) : result;
  }

  private Predicate<Ticket> anywhere(String words) {
    return ticket ->
        Integer.toString(ticket.id).equals(words)
            || has(tenant.texts.summary(ticket), words)
            || has(tenant.texts.details(ticket), words);
  }

  private String lower(String name) {
    return params.text(name, "").toLowerCase(Locale.ROOT);
  }

  private static boolean has(String text, String words) {
    return text.toLowerCase(Locale.ROOT).contains(words);
  }

  private Comparator<Ticket> order() {
    Comparator<Ticket> byId = Comparator.comparingInt(ticket -> ticket.id);
    var field = params.text("order", "").toLowerCase(Locale.ROOT);
    Comparator<Ticket> order =
        switch (field) {
          case "id", "ticket_id", "faultid" -> byId;
          case "last_update", "lastupdate", "flastupdate" ->
              Comparator.comparingLong(t -> t.updated);
          case "dateoccurred", "dateoccured", "datecreated" ->
              Comparator.comparingLong(t -> t.occurred);
          case "status_id", "status" -> Comparator.comparingInt(t -> t.status);
          case "priority_id", "priority" -> Comparator.comparingInt(t -> t.priority);
          case "client_id", "client_name" -> Comparator.comparingInt(t -> t.client);
          case "summary" -> Comparator.comparing(tenant.texts::summary);
          default -> null;
        };
    if (order == null) {
      return tenant.quirks().reading().newestTicketsFirst() ? byId.reversed() : byId;
    }
    var directed = params.flag("orderdesc") ? order.reversed() : order;
    return directed.thenComparing(byId);
  }
}
