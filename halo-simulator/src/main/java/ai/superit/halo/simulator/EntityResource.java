package ai.superit.halo.simulator;

import java.util.function.Consumer;
import java.util.function.Function;

/// A resource over one table of clients, sites, users or assets.
final class EntityResource<R extends Row> implements Resource {
  /// How one kind of row is listed and written; `detail` tells the by-id form from the list form.
  record Shape<R extends Row>(
      Kind kind,
      String area,
      String key,
      Function<Params, EntityFilter<R>> filter,
      Form<R> form,
      Consumer<JsonOut> extras) {}

  @FunctionalInterface
  interface Form<R extends Row> {
    void write(JsonOut out, R row, Params params, boolean detail);
  }

  private final Tenant tenant;
  private final Table<R> table;
  private final Shape<R> shape;
  private final Envelope envelope;
  private final Writes writes;

  EntityResource(Tenant tenant, Table<R> table, int cap, Shape<R> shape) {
    this.tenant = tenant;
    this.table = table;
    this.shape = shape;
    this.envelope = new Envelope(tenant.quirks().paging(), cap);
    this.writes = new Writes(tenant);
  }

  @Override
  public String area() {
    return shape.area;
  }

  @Override
  public Reply list(Call call) {
    var rows = tenant.visible(shape.kind, shape.filter.apply(call.params()).rows(table));
    return envelope.page(
        call,
        shape.key,
        rows,
        (out, row) -> shape.form.write(out, row, call.params(), false),
        shape.extras);
  }

  @Override
  public Reply byId(Call call) {
    var row =
        table
            .find(call.number())
            .filter(found -> tenant.isVisible(shape.kind, found))
            .orElseThrow(() -> new Refused(Reply.empty(404)));
    return Reply.object(200, out -> shape.form.write(out, row, call.params(), true));
  }

  @Override
  public Reply post(Call call) {
    return writes.post(
        call,
        shape.kind,
        (out, row) ->
            table.find(row.id).ifPresent(r -> shape.form.write(out, r, call.params(), true)));
  }

  @Override
  public Reply delete(Call call) {
    return writes.delete(call, shape.kind);
  }
}
