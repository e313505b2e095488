package ai.superit.halo.simulator;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// All resources of the API by lower-case name.
final class Resources {
  private final Tenant tenant;
  private final EntityJson json;
  private final Map<String, Resource> all = new HashMap<>();

  Resources(Tenant tenant, Webhooks webhooks) {
    this.tenant = tenant;
    this.json = new EntityJson(tenant);
    all.put("tickets", new TicketResource(tenant));
    all.put("actions", new ActionResource(tenant));
    all.put("client", clients());
    all.put("site", sites());
    all.put("users", users());
    all.put("asset", assets());
    all.put("attachment", new AttachmentResource(tenant));
    all.put("invoice", invoices());
    all.put("webhook", new WebhookResource(webhooks));
    all.put("notification", new NotificationResource(webhooks));
    all.put("webhookevent", new WebhookEventResource(webhooks));
    CatalogResource.addTo(all, tenant.quirks().codes());
  }

  Optional<Resource> find(String name) {
    return Optional.ofNullable(all.get(name));
  }

  private Resource clients() {
    return resource(
        tenant.clients,
        new EntityResource.Shape<>(
            Kind.CLIENT,
            "customers",
            "clients",
            params -> filter(params, client -> client.name),
            (out, client, _, detail) -> json.client(out, client, detail),
            out -> {
              out.number("columns_id", 2);
              out.empty("columns");
            }));
  }

  private Resource sites() {
    return resource(
        tenant.sites,
        new EntityResource.Shape<>(
            Kind.SITE,
            "customers",
            "sites",
            params ->
                this.<Site>filter(params, site -> site.name)
                    .equal("client_id", site -> site.client),
            (out, site, params, detail) ->
                json.site(out, site, detail || params.flag("includeaddress"), detail),
            Resources::nothing));
  }

  private Resource users() {
    return resource(
        tenant.contacts,
        new EntityResource.Shape<>(
            Kind.USER,
            "customers",
            "users",
            params ->
                this.<Contact>filter(params, contact -> contact.name() + " " + contact.email)
                    .equal("client_id", contact -> contact.client)
                    .equal("site_id", contact -> contact.site)
                    .where("asset_id", id -> user -> owner(id) == user.id),
            (out, contact, _, detail) -> json.user(out, contact, detail),
            Resources::nothing));
  }

  private int owner(int asset) {
    return tenant.assets.find(asset).map(found -> found.contact).orElse(0);
  }

  private Resource assets() {
    var assets = new AssetJson(tenant);
    return new EntityResource<>(
        tenant,
        tenant.assets,
        tenant.quirks().paging().assetPageCap(),
        new EntityResource.Shape<>(
            Kind.ASSET,
            "assets",
            "assets",
            params ->
                this.<Asset>filter(params, asset -> asset.tag + " " + asset.model)
                    .equal("client_id", asset -> asset.client)
                    .equal("site_id", asset -> asset.site)
                    .equal("user_id", asset -> asset.contact)
                    .equal("assettype_id", asset -> asset.kind.id())
                    .among("assettypes", asset -> asset.kind.id())
                    .equal("linkedto_id", asset -> asset.parent)
                    .where("ticket_id", id -> asset -> concerns(id, asset.id)),
            (out, asset, params, detail) -> {
              if (detail) {
                assets.whole(out, asset);
              } else {
                assets.row(out, asset, params);
              }
            },
            Resources::nothing));
  }

  /// Invoices know no `inactive`, and their list no "updated since".
  private Resource invoices() {
    var invoices = new InvoiceJson(tenant);
    return resource(
        tenant.invoices,
        new EntityResource.Shape<>(
            Kind.INVOICE,
            "invoices",
            "invoices",
            params ->
                EntityFilter.<Invoice>ofAll(params, tenant.quirks().reading(), row -> row.number)
                    .equal("client_id", invoice -> invoice.client),
            (out, invoice, _, detail) -> invoices.row(out, invoice, detail),
            Resources::nothing));
  }

  private boolean concerns(int ticket, int asset) {
    return tenant.tickets.find(ticket).stream()
        .flatMapToInt(found -> Arrays.stream(found.assets))
        .anyMatch(id -> id == asset);
  }

  private <R extends Row> EntityFilter<R> filter(Params params, Function<R, String> text) {
    return new EntityFilter<>(params, tenant.quirks().reading(), text);
  }

  private <R extends Row> Resource resource(Table<R> table, EntityResource.Shape<R> shape) {
    return new EntityResource<>(tenant, table, tenant.quirks().paging().pageCap(), shape);
  }

  private static void nothing(JsonOut out) {}
}
