package ai.superit.halo.simulator;

/// `/Tickets`.
final class TicketResource implements Resource {
  private final Tenant tenant;
  private final Envelope envelope;
  private final Writes writes;
  private final TicketJson json;

  TicketResource(Tenant tenant) {
    this.tenant = tenant;
    this.envelope = new Envelope(tenant.quirks().paging(), tenant.quirks().paging().pageCap());
    this.writes = new Writes(tenant);
    this.json = new TicketJson(tenant);
  }

  @Override
  public String area() {
    return "tickets";
  }

  @Override
  public Reply list(Call call) {
    var rows = new TicketFilter(call.params(), tenant, call.at()).rows();
    return envelope.page(
        call,
        "tickets",
        rows,
        (out, ticket) -> json.row(out, ticket, call.params()),
        out -> {
          out.flag("include_children", false);
          if (call.params().flag("includecolumns")) {
            extras(out);
          }
        });
  }

  private void extras(JsonOut out) {
    out.number("columns_id", 1);
    out.empty("columns");
    out.array(
        "statuses",
        () ->
            Catalog.STATUSES.forEach(s ->
                out.object(
                    () -> CatalogJson.status(out, s, tenant.quirks().codes().statusTypes()))));
    out.array(
        "priorities",
        () -> Catalog.PRIORITIES.forEach(p -> out.object(() -> CatalogJson.priority(out, p))));
  }

  @Override
  public Reply byId(Call call) {
    var ticket = tenant.ticket(call.number());
    if (ticket.deleted && !tenant.quirks().deletes().ticketReadable()) {
      return Reply.empty(404);
    }
    return Reply.object(200, out -> json.byId(out, ticket, call.params()));
  }

  @Override
  public Reply post(Call call) {
    return writes.post(
        call, Kind.TICKET, (out, row) -> json.byId(out, (Ticket) row, call.params()));
  }

  @Override
  public Reply delete(Call call) {
    return writes.delete(call, Kind.TICKET);
  }
}
