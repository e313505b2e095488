package ai.superit.halo.simulator;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Changes a running tenant from outside its API: rows, faults, limits, deliveries. Thread-safe.
/// Fields have the names of the API.
public final class TenantControl {
  private static final int ACTING_AGENT = 5;

  private final SimulatorConfig config;
  private final Tenant tenant;
  private final Webhooks webhooks;
  private final Tokens tokens;
  private final Throttle throttle;
  private final Faults faults;
  private final CallCounts counts;
  private final LiveMode live;

  TenantControl(
      SimulatorConfig config,
      Tenant tenant,
      Webhooks webhooks,
      Tokens tokens,
      Throttle throttle,
      Faults faults,
      CallCounts counts) {
    this.config = config;
    this.tenant = tenant;
    this.webhooks = webhooks;
    this.tokens = tokens;
    this.throttle = throttle;
    this.faults = faults;
    this.counts = counts;
    this.live = new LiveMode(tenant, config.clock());
  }

  /// Creates a ticket and returns its id.
  public int createTicket(Map<String, ?> fields) {
    return apply(Kind.TICKET, node(fields)).id;
  }

  public void changeTicket(int id, Map<String, ?> fields) {
    change(Kind.TICKET, id, fields);
  }

  /// Adds a note as an agent and returns its id within the ticket.
  public int addNote(int ticket, String text, boolean hidden) {
    return addNote(ticket, Map.of("note", text, "hiddenfromuser", hidden));
  }

  /// Adds a note with any fields of the API; `actionby_user_id` makes it one of the contact.
  public int addNote(int ticket, Map<String, ?> fields) {
    var body = node(fields).put("ticket_id", ticket);
    if (!body.has("outcome") && !body.has("outcome_id")) {
      body.put(
          "outcome_id", body.path("hiddenfromuser").asBoolean(false) ? Catalog.PRIVATE_NOTE : 8);
    }
    return apply(Kind.ACTION, body).id;
  }

  public void closeTicket(int id) {
    changeTicket(id, Map.of("status_id", Catalog.CLOSED));
  }

  public void reopenTicket(int id) {
    changeTicket(id, Map.of("status_id", Catalog.IN_PROGRESS));
  }

  public void deleteTicket(int id) {
    delete(Kind.TICKET, id);
  }

  public void recoverTicket(int id) {
    changeTicket(id, Map.of("_recover", true));
  }

  /// Creates a client, site, user, asset or attachment and returns its id.
  public int create(Kind kind, Map<String, ?> fields) {
    return apply(kind, node(fields)).id;
  }

  /// Changes fields of a row; without fields it only moves the row's last update.
  public void change(Kind kind, int id, Map<String, ?> fields) {
    apply(kind, node(fields).put("id", id));
  }

  public void delete(Kind kind, int id) {
    refusable(() -> tenant.apply(Change.delete(kind, now(), ACTING_AGENT, id)));
  }

  /// The ticket as the API gives it by id with details, and its notes under `actions`.
  public JsonNode ticket(int id) {
    var ticket =
        tenant
            .tickets
            .find(id)
            .orElseThrow(() ->
                new ControlException("id", "must be that of a ticket; " + id + " is unknown"));
    return Json.read(
        Json.object(out -> {
          new TicketJson(tenant).byId(out, ticket, new Params(Map.of("includedetails", "true")));
          out.array(
              "actions",
              () ->
                  tenant
                      .texts
                      .notes(ticket)
                      .forEach(note -> out.object(() -> ActionResource.row(out, note, true))));
        }));
  }

  /// How many rows of each kind exist, deleted tickets included.
  public RowCounts rowCounts() {
    return new RowCounts(
        tenant.clients.size(),
        tenant.sites.size(),
        tenant.contacts.size(),
        tenant.assets.size(),
        tenant.tickets.size(),
        tenant.tickets.where(_ -> true).stream().mapToInt(tenant.texts::noteCount).sum());
  }

  public Statistics statistics() {
    var sender = webhooks.sender;
    return new Statistics(
        counts.byPath(),
        counts.throttled.sum(),
        sender.sent.sum(),
        sender.failed.sum(),
        webhooks.faults.lost.sum(),
        sender.waiting());
  }

  public void resetStatistics() {
    counts.reset();
    webhooks.sender.sent.reset();
    webhooks.sender.failed.reset();
    webhooks.faults.lost.reset();
  }

  /// Lets the tenant live: about so many changes a second until [#stopLive()].
  public void live(double changesPerSecond) {
    if (!(changesPerSecond > 0 && changesPerSecond <= 10_000)) {
      throw new ControlException("rate", "must be above 0 and at most 10000 changes a second");
    }
    live.start(changesPerSecond);
  }

  public void stopLive() {
    live.stop();
  }

  public void addFault(Fault fault) {
    faults.add(fault);
  }

  public List<Fault> faults() {
    return faults.list();
  }

  public void clearFaults() {
    faults.clear();
  }

  public void addDeliveryFault(DeliveryFault fault) {
    webhooks.faults.add(fault);
  }

  public List<DeliveryFault> deliveryFaults() {
    return webhooks.faults.list();
  }

  public void clearDeliveryFaults() {
    webhooks.faults.clear();
  }

  public RateLimit rateLimit() {
    return throttle.limit();
  }

  /// Replaces the limit and forgets the calls counted so far.
  public void rateLimit(RateLimit limit) {
    throttle.change(limit);
  }

  public void pauseDeliveries() {
    webhooks.sender.pause(true);
  }

  public void resumeDeliveries() {
    webhooks.sender.pause(false);
  }

  /// Waits until no delivery is under way; false when the time was too short.
  public boolean awaitDeliveries(Duration timeout) throws InterruptedException {
    return webhooks.sender.awaitIdle(timeout);
  }

  /// Makes all access tokens invalid at once.
  public void revokeTokens() {
    tokens.revokeAll();
  }

  /// Withdraws what the test user has consented to: refresh tokens and codes become invalid, and
  /// all access tokens with them.
  public void revokeGrants() {
    tokens.revokeGrants();
  }

  /// Lets the test user refuse, or consent again, when an application asks for authorisation.
  public void denyAuthorizations(boolean deny) {
    tokens.deny(deny);
  }

  /// Lets the test user grant these scopes, separated by blanks, whatever an application asks for;
  /// none lifts it.
  public void grantOnly(String scopes) {
    tokens.grantOnly(scopes);
  }

  /// Lets an application sign in, or changes the secret of one that may.
  public void putApplication(String clientId, String clientSecret) {
    if (clientId.isBlank() || clientSecret.isBlank()) {
      throw new ControlException("clientId", "and clientSecret must not be blank");
    }
    tokens.applications().put(clientId, clientSecret);
  }

  /// Takes away an application; its tokens stay valid until they expire.
  public void removeApplication(String clientId) {
    tokens.applications().remove(clientId);
  }

  /// Keeps an application, but lets it sign in no more until it is put again.
  public void deactivateApplication(String clientId) {
    tokens.applications().deactivate(clientId);
  }

  /// The only scopes that applications may ask for, separated by blanks; none lifts the limit.
  public void allowScopes(String scopes) {
    tokens.applications().allow(Scopes.parse(scopes));
  }

  /// Hides clients from the agent whom the API acts for; what belongs to them stays visible.
  public void hideClients(Set<Integer> ids) {
    tenant.hideClients(ids);
  }

  private long now() {
    return config.clock().millis();
  }

  private Row apply(Kind kind, JsonNode body) {
    return refusable(() -> tenant.apply(Change.upsert(kind, now(), ACTING_AGENT, body)));
  }

  private static Row refusable(Supplier<Row> change) {
    try {
      return change.get();
    } catch (Refused refused) {
      throw refused.reply().status() == 404
          ? new ControlException("id", "is unknown; list the rows through the API to find one")
          : new ControlException(
              "fields",
              "were refused: " + new String(refused.reply().body(), StandardCharsets.UTF_8));
    }
  }

  private static ObjectNode node(Map<String, ?> fields) {
    return Json.MAPPER.valueToTree(fields);
  }
}
