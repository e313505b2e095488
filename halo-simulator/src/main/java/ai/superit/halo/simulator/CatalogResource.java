package ai.superit.halo.simulator;

import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.function.Function;

/// The small tables, which come as bare arrays and know no paging.
record CatalogResource<T>(
    List<T> rows, Function<T, String> id, BiPredicate<Params, T> shown, BiConsumer<JsonOut, T> form)
    implements Resource {

  static void addTo(Map<String, Resource> all, Quirks.Codes codes) {
    all.put(
        "status",
        of(
            Catalog.STATUSES,
            s -> text(s.id()),
            CatalogResource::status,
            (out, s) -> CatalogJson.status(out, s, codes.statusTypes())));
    all.put(
        "priority",
        of(
            Catalog.PRIORITIES,
            Catalog.Priority::guid,
            CatalogResource::priority,
            CatalogJson::priority));
    all.put("team", of(Catalog.TEAMS, t -> text(t.id()), (_, _) -> true, CatalogJson::team));
    all.put(
        "agent", of(Catalog.AGENTS, a -> text(a.id()), CatalogResource::agent, CatalogJson::agent));
    all.put(
        "tickettype",
        of(Catalog.TYPES, t -> text(t.id()), CatalogResource::type, CatalogJson::type));
    all.put("sla", of(Catalog.SLAS, s -> text(s.id()), (_, _) -> true, CatalogJson::sla));
    all.put(
        "outcome", of(Catalog.OUTCOMES, o -> text(o.id()), (_, _) -> true, CatalogJson::outcome));
    all.put(
        "assettype",
        of(List.of(AssetKind.values()), k -> text(k.id()), (_, _) -> true, CatalogJson::assetType));
    all.put("lookup", new LookupResource());
  }

  private static <T> CatalogResource<T> of(
      List<T> rows,
      Function<T, String> id,
      BiPredicate<Params, T> shown,
      BiConsumer<JsonOut, T> form) {
    return new CatalogResource<>(rows, id, shown, form);
  }

  @Override
  public Reply list(Call call) {
    return Reply.json(
        200,
        Json.write(out ->
            out.array(() ->
                rows.stream()
                    .filter(row -> shown.test(call.params(), row))
                    .forEach(row -> out.object(() -> form.accept(out, row))))));
  }

  @Override
  public Reply byId(Call call) {
    var wanted = call.id().orElse("").equals("me") ? "2" : call.id().orElse("");
    return rows.stream()
        .filter(row -> id.apply(row).equals(wanted))
        .findFirst()
        .map(row -> Reply.object(200, out -> form.accept(out, row)))
        .orElseGet(() -> Reply.empty(404));
  }

  private static String text(int id) {
    return Integer.toString(id);
  }

  private static boolean status(Params params, Catalog.Status status) {
    return !(params.flag("excludeclosed") && status.kind() == Catalog.Status.Kind.CLOSED)
        && !(params.flag("excludepending") && status.kind() == Catalog.Status.Kind.PENDING);
  }

  private static boolean priority(Params params, Catalog.Priority priority) {
    return params.integer("slaid", priority.sla()) == priority.sla();
  }

  private static boolean type(Params params, Catalog.TicketType type) {
    return !type.inactive() || params.flag("showinactive") || params.flag("showall");
  }

  private static boolean agent(Params params, Catalog.Agent agent) {
    var unassigned = params.flag("includeunassigned") || params.flag("showall");
    var disabled = params.flag("includedisabled") || params.flag("showall");
    return (agent.id() != Catalog.UNASSIGNED || unassigned)
        && (!agent.disabled() || disabled)
        && params.integer("team_id", agent.team()) == agent.team();
  }
}
