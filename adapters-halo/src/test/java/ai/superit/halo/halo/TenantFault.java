package ai.superit.halo.halo;

import ai.superit.halo.application.connection.Diagnosis.Probe;
import ai.superit.halo.domain.connection.Connection.Endpoint;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.Grant;
import ai.superit.halo.domain.connection.HaloAccess;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.connection.TenantUrl;
import ai.superit.halo.simulator.Fault;
import ai.superit.halo.simulator.HaloSimulator;
import ai.superit.halo.simulator.Quirks;
import ai.superit.halo.simulator.RateLimit;
import ai.superit.halo.simulator.SimulatorConfig;
import ai.superit.halo.simulator.TenantControl;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// One thing that is wrong with a tenant, its application, or what was typed about them.
@SuppressWarnings("ImmutableEnumChecker")
enum TenantFault {
  AUTHORISATION_WITH_PAGE(
      Probe.ADDRESS_FORM, bent(of -> with(of, of.authorisation() + "/token", of.tenantName()))),
  TENANT_NAME_IS_ADDRESS(
      Probe.ADDRESS_FORM,
      bent(of -> with(of, of.authorisation().toString(), "https://acme.halopsa.com"))),
  PORT_SHUT(Probe.NETWORK, moved("http://127.0.0.1:1")),
  CUT(Probe.NETWORK, fault(Fault.always(Fault.Effect.CUT))),
  NO_TLS(Probe.CERTIFICATE, bent(TenantFault::secure)),
  WEB_PAGES(Probe.HALO_HOST, fault(Fault.always(Fault.Effect.HTML))),
  REDIRECT(Probe.HALO_HOST, fault(Fault.always(Fault.Effect.REDIRECT))),
  NOTHING_THERE(Probe.HALO_HOST, fault(Fault.status(404))),
  NO_CALL_LEFT(Probe.CALL_LIMIT, fault(Fault.status(429))),
  FEW_CALLS_LEFT(
      Probe.CALL_LIMIT, control(to -> to.rateLimit(new RateLimit(6, Duration.ofMinutes(5))))),
  SERVER_ERROR(Probe.SERVER_HEALTH, fault(Fault.status(500))),
  MAINTENANCE(Probe.SERVER_HEALTH, fault(Fault.status(503))),
  LISTS_BROKEN(Probe.SERVER_HEALTH, lists(500)),
  AUTHORISATION_ELSEWHERE(
      Probe.AUTHORISATION_SERVER,
      bent(of -> with(of, of.tenant() + "/elsewhere", of.tenantName()))),
  TOKEN_IS_WEB_PAGE(
      Probe.AUTHORISATION_SERVER, fault(Fault.always(Fault.Effect.HTML).onPath("/auth/token"))),
  WRONG_TENANT(
      Probe.TENANT_NAME, bent(of -> with(of, of.authorisation().toString(), "somebody-else"))),
  WRONG_SECRET(
      Probe.APPLICATION,
      access(of -> new HaloAccess(of.connection(), of.endpoint(), new Secret("wrong")))),
  UNKNOWN_CLIENT_ID(Probe.APPLICATION, bent(TenantFault::withOtherClient)),
  INACTIVE(Probe.APPLICATION, control(to -> to.deactivateApplication(clientId()))),
  SCOPE(Probe.SCOPE, control(to -> to.allowScopes("read:tickets read:customers"))),
  TOKEN_IS_NONE(Probe.TOKEN, fault(Fault.always(Fault.Effect.NO_ROWS).onPath("/auth/token"))),
  TOKEN_REFUSED(Probe.TOKEN, fault(Fault.status(401).onPath("/api/agent/me"))),
  NOT_AN_AGENT(Probe.LOGIN_TYPE, fault(Fault.status(403).onPath("/api/agent/me"))),
  NO_LIST_ALLOWED(Probe.LOGIN_TYPE, lists(403)),
  NO_TICKETS(Probe.TICKETS, forbidden("tickets")),
  NO_CLIENTS(Probe.CLIENTS, forbidden("client")),
  NO_SITES(Probe.SITES, forbidden("site")),
  NO_CONTACTS(Probe.CONTACTS, forbidden("users")),
  NO_ASSETS(Probe.ASSETS, forbidden("asset")),
  BROKEN_ASSETS(Probe.ASSETS, fault(Fault.always(Fault.Effect.MALFORMED).onPath("/api/asset"))),
  NO_NOTES(Probe.NOTES, forbidden("actions")),
  NO_INVOICES(Probe.INVOICES, forbidden("invoice")),
  BROKEN_INVOICES(
      Probe.INVOICES, fault(Fault.always(Fault.Effect.MALFORMED).onPath("/api/invoice"))),
  NO_AGENTS(Probe.AGENTS, fault(Fault.always(Fault.Effect.NO_ROWS).onPath("/api/agent"))),
  NO_TEAMS(Probe.TEAMS, forbidden("team")),
  NO_STATUSES(Probe.STATUSES, forbidden("status")),
  NO_PRIORITIES(Probe.PRIORITIES, forbidden("priority")),
  NO_TICKET_TYPES(Probe.TICKET_TYPES, forbidden("tickettype")),
  HIDDEN_CLIENT(Probe.CLIENT_VISIBILITY, control(to -> to.hideClients(Set.of(12)))),
  NO_TEAM_OF_ITS_OWN(
      Probe.AGENT_TEAMS, fault(Fault.always(Fault.Effect.NO_TEAMS).onPath("/api/agent/me"))),
  NO_WEBHOOKS(Probe.WEBHOOKS, forbidden("webhook")),
  CLOCK(Probe.CLOCK, fault(Fault.always(Fault.Effect.CLOCK_AHEAD).after(Duration.ofMinutes(10)))),
  SHORT_PAGES(
      Probe.PAGE_SIZE,
      new Change(
          to -> to.quirks(Quirks.defaults().with(new Quirks.Paging(20, 20, 20, 100_000))),
          (_, _) -> {},
          UnaryOperator.identity())),
  BUDGET_USED_UP(
      Probe.REMAINING_CALLS,
      new Change(_ -> {}, (_, budget) -> budget.remaining = 0, UnaryOperator.identity()));

  private record Change(
      Consumer<SimulatorConfig.Builder> shape,
      BiConsumer<TenantControl, CountingBudget> strike,
      UnaryOperator<HaloAccess> bend) {}

  final Probe probe;
  private final Change change;

  TenantFault(Probe probe, Change change) {
    this.probe = probe;
    this.change = change;
  }

  void shape(SimulatorConfig.Builder builder) {
    change.shape.accept(builder);
  }

  void strike(TenantControl control, CountingBudget budget) {
    change.strike.accept(control, budget);
  }

  HaloAccess bend(HaloAccess access) {
    return change.bend.apply(access);
  }

  static HaloAccess healthy(HaloSimulator simulator, SimulatorConfig config) {
    var url = TenantUrl.parse(simulator.uri().toString(), SimulatedTenant.LOOPBACK);
    return new HaloAccess(
        ConnectionId.random(),
        new Endpoint(
            url,
            url.defaultAuthorisation(),
            config.tenant(),
            config.clientId(),
            Grant.CLIENT_CREDENTIALS),
        new Secret(config.clientSecret()));
  }

  /// Undoes what faults do to a tenant.
  static void mend(TenantControl control, SimulatorConfig config) {
    control.clearFaults();
    control.rateLimit(RateLimit.unlimited());
    control.putApplication(config.clientId(), config.clientSecret());
    control.allowScopes("");
    control.hideClients(Set.of());
  }

  private static String clientId() {
    return SimulatorConfig.builder().build().clientId();
  }

  private static Change control(Consumer<TenantControl> strike) {
    return new Change(_ -> {}, (to, _) -> strike.accept(to), UnaryOperator.identity());
  }

  private static Change fault(Fault fault) {
    return control(to -> to.addFault(fault));
  }

  private static Change forbidden(String resource) {
    return fault(Fault.status(403).onPath("/api/" + resource));
  }

  private static Change lists(int status) {
    var names =
        "tickets client site users asset actions invoice agent team status priority tickettype webhook";
    return control(to -> {
      for (var name : names.split(" ", -1)) {
        to.addFault(Fault.status(status).onPath("/api/" + name));
      }
    });
  }

  private static Change access(UnaryOperator<HaloAccess> bend) {
    return new Change(_ -> {}, (_, _) -> {}, bend);
  }

  private static Change bent(UnaryOperator<Endpoint> bend) {
    return access(
        of -> new HaloAccess(of.connection(), bend.apply(of.endpoint()), of.clientSecret()));
  }

  private static Change moved(String address) {
    return bent(of -> at(of, TenantUrl.parse(address, SimulatedTenant.LOOPBACK)));
  }

  private static Endpoint secure(Endpoint of) {
    var address = of.tenant().toString().replace("http:", "https:");
    return at(of, TenantUrl.parse(address, SimulatedTenant.LOOPBACK));
  }

  private static Endpoint at(Endpoint of, TenantUrl tenant) {
    return new Endpoint(tenant, of.authorisation(), of.tenantName(), of.clientId(), of.grant());
  }

  private static Endpoint with(Endpoint of, String authorisation, String tenantName) {
    return new Endpoint(
        of.tenant(), URI.create(authorisation), tenantName, of.clientId(), of.grant());
  }

  private static Endpoint withOtherClient(Endpoint of) {
    return new Endpoint(
        of.tenant(), of.authorisation(), of.tenantName(), "somebody-else", of.grant());
  }
}
