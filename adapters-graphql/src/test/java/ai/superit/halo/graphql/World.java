package ai.superit.halo.graphql;

import static ai.superit.halo.domain.testing.AssetBuilder.anAsset;
import static ai.superit.halo.domain.testing.AssetBuilder.assetIds;
import static ai.superit.halo.domain.testing.AttachmentBuilder.anAttachment;
import static ai.superit.halo.domain.testing.ClientBuilder.aClient;
import static ai.superit.halo.domain.testing.ContactBuilder.aContact;
import static ai.superit.halo.domain.testing.InvoiceBuilder.anInvoice;
import static ai.superit.halo.domain.testing.NoteBuilder.aNote;
import static ai.superit.halo.domain.testing.SiteBuilder.aSite;
import static ai.superit.halo.domain.testing.TicketBuilder.aTicket;

import ai.superit.halo.application.alert.ReviewAlerts;
import ai.superit.halo.application.connection.AuthoriseConnection;
import ai.superit.halo.application.connection.ChooseCapabilities;
import ai.superit.halo.application.connection.CreateConnection;
import ai.superit.halo.application.connection.DeleteConnection;
import ai.superit.halo.application.connection.DiagnoseConnection;
import ai.superit.halo.application.connection.Diagnosis;
import ai.superit.halo.application.connection.DiscoverTenant;
import ai.superit.halo.application.connection.Discovery;
import ai.superit.halo.application.connection.ProbeReport;
import ai.superit.halo.application.connection.RateBudget;
import ai.superit.halo.application.connection.ReplaceCredentials;
import ai.superit.halo.application.connection.TestConnection;
import ai.superit.halo.application.notification.ManageAlertChannels;
import ai.superit.halo.application.sync.ChooseScope;
import ai.superit.halo.application.sync.Comparisons;
import ai.superit.halo.application.sync.HeldDeletions;
import ai.superit.halo.application.sync.RejectedRow;
import ai.superit.halo.application.sync.RetryRejectedRows;
import ai.superit.halo.application.sync.ReviewDeletions;
import ai.superit.halo.application.sync.RoutedTicket;
import ai.superit.halo.application.sync.ScheduleSync;
import ai.superit.halo.application.sync.StoreTickets;
import ai.superit.halo.application.sync.SyncRecords;
import ai.superit.halo.application.sync.SyncResource;
import ai.superit.halo.application.sync.SyncSchedules.PollOutcome;
import ai.superit.halo.application.sync.TicketNotes;
import ai.superit.halo.application.team.CreateTeam;
import ai.superit.halo.application.team.LinkClients;
import ai.superit.halo.application.team.RoutingChanges;
import ai.superit.halo.application.testing.FakeHaloAuthorisations;
import ai.superit.halo.application.testing.FakeHaloWebhooks;
import ai.superit.halo.application.testing.InMemoryHaloTenants;
import ai.superit.halo.application.testing.InMemoryStore;
import ai.superit.halo.application.testing.ManualClock;
import ai.superit.halo.application.testing.ScriptedSender;
import ai.superit.halo.application.webhook.CheckWebhook;
import ai.superit.halo.application.webhook.ChooseWebhookEvents;
import ai.superit.halo.application.webhook.DeliveryReader;
import ai.superit.halo.application.webhook.ForeseeDeliveries;
import ai.superit.halo.application.webhook.HaloWebhooks;
import ai.superit.halo.application.webhook.RegisterWebhook;
import ai.superit.halo.application.webhook.RestrictSenders;
import ai.superit.halo.application.webhook.ReviewDeliveries;
import ai.superit.halo.application.webhook.SetUpByHand;
import ai.superit.halo.domain.Source;
import ai.superit.halo.domain.alert.Alert;
import ai.superit.halo.domain.alert.AlertKind;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.ConnectionStatus;
import ai.superit.halo.domain.connection.Grant;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.connection.TenantUrl;
import ai.superit.halo.domain.sync.Difference;
import ai.superit.halo.domain.sync.Effort;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.Schedule;
import ai.superit.halo.domain.sync.SyncMode;
import ai.superit.halo.domain.sync.SyncRun;
import ai.superit.halo.domain.sync.Tally;
import ai.superit.halo.domain.team.Caller;
import ai.superit.halo.domain.team.ClientLink;
import ai.superit.halo.domain.team.Team;
import ai.superit.halo.domain.team.TeamId;
import ai.superit.halo.domain.testing.Moments;
import ai.superit.halo.domain.ticket.Lookup;
import ai.superit.halo.domain.ticket.Ticket;
import ai.superit.halo.domain.ticket.TicketId;
import ai.superit.halo.domain.webhook.HaloEvent;
import ai.superit.halo.domain.webhook.ObjectRef;
import graphql.ExecutionInput;
import graphql.ExecutionResult;
import graphql.GraphQL;
import graphql.parser.Parser;
import graphql.schema.GraphQLSchema;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Two tenants and the people who ask about them. Acme's client 1 is linked to team north, client 2
/// to none; Globex belongs to other managers and uses the same numbers.
final class World {
  static final ConnectionId ACME = ConnectionId.parse("00000000-0000-4000-8000-00000000000a");
  static final ConnectionId GLOBEX = ConnectionId.parse("00000000-0000-4000-8000-00000000000b");

  /// An alert of Acme.
  static final UUID ALERT = UUID.fromString("00000000-0000-4000-8000-0000000000aa");

  static final Caller MANAGER = caller(Caller.Role.MANAGER, "managers");
  static final Caller OTHER_MANAGER = caller(Caller.Role.MANAGER, "others");
  static final Caller AGENT = caller(Caller.Role.AGENT, "north");
  static final Caller OTHER_AGENT = caller(Caller.Role.AGENT, "south");
  static final Caller ASSISTANT = caller(Caller.Role.ASSISTANT, "north");

  /// Holds nothing of a request or of a world, and takes longer to make than most answers.
  static final GraphQLSchema SCHEMA = ProductSchema.create();

  private static final GraphQL GRAPHQL =
      GraphQL.newGraphQL(SCHEMA)
          .queryExecutionStrategy(new PlannedStrategy(new FieldFailures()))
          .defaultDataFetcherExceptionHandler(new FieldFailures())
          .build();

  private static final Source SOURCE = Source.run("first");

  final InMemoryStore store = new InMemoryStore(new ManualClock());
  final InMemoryHaloTenants tenants = new InMemoryHaloTenants();
  final ScriptedSender sender = new ScriptedSender();
  final FakeHaloWebhooks webhooks = new FakeHaloWebhooks();
  private final RateBudget budget = new LearnedBudget();
  final PortCalls calls = new PortCalls();
  final List<Resource> started = new ArrayList<>();
  boolean haloAnswers = true;

  World() {
    var teams = store.teams();
    teams.create(new Team(new TeamId("north"), new TeamId("managers"), "North"));
    teams.create(new Team(new TeamId("south"), new TeamId("managers"), "South"));
    teams.create(new Team(new TeamId("far"), new TeamId("others"), "Far"));
    connect(ACME, "managers", "Acme");
    connect(GLOBEX, "others", "Globex");
    store.links().put(ACME, new ClientLink(new ClientId(1), new TeamId("north"), true, true, true));
    fillAcme();
    store.mirror().storeClients(GLOBEX, List.of(aClient(1).named("Globex Mine").build()), SOURCE);
    storeTickets(GLOBEX, aTicket(101).saying("globex secret").build());
  }

  static Caller caller(String role) {
    return switch (role) {
      case "manager" -> MANAGER;
      case "other manager" -> OTHER_MANAGER;
      case "agent" -> AGENT;
      case "other agent" -> OTHER_AGENT;
      case "assistant" -> ASSISTANT;
      default -> throw new IllegalArgumentException(role);
    };
  }

  void storeTickets(ConnectionId connection, Ticket... tickets) {
    storeTickets(connection, SOURCE, tickets);
  }

  private void storeTickets(ConnectionId connection, Source source, Ticket... tickets) {
    var routing = store.links().routing(connection);
    store
        .mirror()
        .storeTickets(
            connection,
            List.of(tickets).stream()
                .map(ticket -> new RoutedTicket(ticket, routing.route(ticket.parties().client())))
                .toList(),
            source);
  }

  ExecutionResult ask(Caller caller, String query, Map<String, Object> variables) {
    calls.clear();
    return GRAPHQL.execute(
        ExecutionInput.newExecutionInput(query)
            .variables(variables)
            .graphQLContext(
                Map.of(
                    Plans.class,
                    new Plans(),
                    AskedParts.class,
                    AskedParts.of(SCHEMA, Parser.parse(query)),
                    RequestContext.class,
                    new RequestContext(new Session(caller, ports()))))
            .build());
  }

  ExecutionResult ask(Caller caller, String query) {
    return ask(caller, query, Map.of());
  }

  static String id(GlobalId.Kind kind, ConnectionId connection, long number) {
    return new GlobalId.OfRecord(kind, connection, number).encoded();
  }

  private static Caller caller(Caller.Role role, String team) {
    return new Caller("somebody", role, Set.of(new TeamId(team)));
  }

  private void connect(ConnectionId id, String managerTeam, String name) {
    var tenant = TenantUrl.parse(name + ".halopsa.example", TenantUrl.Rules.PRODUCTION);
    store
        .connections()
        .create(
            new Connection(
                id,
                new TeamId(managerTeam),
                name,
                new Connection.Endpoint(
                    tenant, tenant.defaultAuthorisation(), "", "an-app", Grant.CLIENT_CREDENTIALS),
                new ConnectionStatus(ConnectionStatus.State.CONNECTED, "", Moments.NOON),
                Moments.NOON),
            new Secret("hush"));
  }

  private void fillAcme() {
    var mirror = store.mirror();
    mirror.storeLookups(
        ACME,
        List.of(
            new Lookup(Lookup.Kind.STATUS, 1, "New", false),
            new Lookup(Lookup.Kind.STATUS, 9, "Closed", true),
            new Lookup(Lookup.Kind.PRIORITY, 2, "High", false),
            new Lookup(Lookup.Kind.AGENT, 5, "Grace", false)),
        SOURCE);
    var client = aClient(1).named("Acme Bakery").mainSite(11).mainContact(21).build();
    mirror.storeClients(ACME, List.of(client, aClient(2).named("Bolt Cars").build()), SOURCE);
    mirror.storePage(
        ACME, client, mirror.revision(ACME, new ObjectRef(ObjectRef.Kind.CLIENT, 1)), SOURCE);
    mirror.storeSites(ACME, List.of(aSite(11).named("Oven hall").build()), SOURCE);
    mirror.storeContacts(ACME, List.of(aContact(21).named("Bea").at(11).build()), SOURCE);
    mirror.storeInvoices(
        ACME, List.of(anInvoice(51).build(), anInvoice(52).over("-0.1", "0").build()), SOURCE);
    var asset =
        anAsset(31).tagged("A-31").inStatus("Deployed").related(Set.of(), assetIds(32)).build();
    mirror.storeAssets(
        ACME,
        List.of(
            asset,
            anAsset(32).withoutFields().tagged("A-32").related(assetIds(31), Set.of()).build()),
        SOURCE);
    mirror.storePage(
        ACME, asset, mirror.revision(ACME, new ObjectRef(ObjectRef.Kind.ASSET, 31)), SOURCE);
    storeTickets(
        ACME,
        aTicket(101)
            .saying("Oven is cold")
            .at(11)
            .from(21)
            .assignedTo(5)
            .priority(2)
            .about(assetIds(31))
            .changed(5)
            .build(),
        aTicket(102)
            .saying("Oven was cold")
            .about(assetIds(31))
            .status(9)
            .closed()
            .changed(4)
            .build(),
        aTicket(103).saying("Till is stuck").changed(3).build());
    var html = "<p onclick=\"x()\">Oven is <b>cold</b></p><script>x()</script>";
    var notes =
        List.of(aNote(1).on(101).formatted(html).build(), aNote(2).on(101).hidden().build());
    var files = List.of(anAttachment(61).on(101, 1).build(), anAttachment(62).on(101, 2).build());
    mirror.storeNotes(
        ACME,
        new TicketId(101),
        new TicketNotes(notes, 0, Moments.minute(6), Optional.of(files)),
        SOURCE);
    var run = store.runs().begin(ACME, Resource.TICKETS, Moments.NOON).orElseThrow();
    storeTickets(
        ACME, Source.run(run.id()), aTicket(201).of(2).saying("Car is slow").changed(2).build());
    var gap = "Halo counts 5 records, 4 different ones arrived";
    store
        .runs()
        .end(
            run.counting(new Tally(5, 4, 4, 4, 0, 0, 0, 0))
                .costing(new Effort(3, Optional.of(Moments.minute(2))))
                .ended(new SyncRun.Progress.Incomplete(Moments.minute(1), gap)));
    store.cursors().reached(ACME, Resource.TICKETS, Moments.NOON);
    store.schedules().polled(ACME, Resource.TICKETS, Moments.minute(2), PollOutcome.SHORT, gap);
    var found = new HeldDeletions.Found(HeldDeletions.Cause.GONE, 1, 1);
    store.held().hold(sites(), found, List.of(11L), Moments.minute(1));
    compareClients();
    var rejected =
        List.of(
            new RejectedRow("301", "client_id is not a whole number", "{\"id\":301}"),
            new RejectedRow("0", "id is missing or not a positive number", "{\"id\":0}"));
    alert(ACME, ALERT, AlertKind.WEBHOOK_DISABLED, "The webhook is not in HaloPSA any more.");
    alert(GLOBEX, UUID.randomUUID(), AlertKind.SECURITY, "globex secret");
    store.runs().reject(ACME, Resource.TICKETS, rejected, Moments.NOON);
    store.runs().reject(GLOBEX, Resource.TICKETS, rejected, Moments.NOON);
  }

  private void compareClients() {
    var runs = store.runs();
    var run = runs.begin(ACME, Resource.CLIENTS, SyncMode.COMPARE, Moments.NOON).orElseThrow();
    runs.end(
        run.counting(new Tally(3, 3, 3, 1, 1, 1, 0, 0))
            .ended(new SyncRun.Progress.Complete(Moments.minute(1))));
    store
        .comparisons()
        .keep(
            run,
            new Comparisons.Counts(1, 1, 1, 0, 0, 0),
            List.of(
                new Difference(Difference.Kind.DIFFERENT, "2", List.of("name", "active")),
                new Difference(Difference.Kind.MISSING_HERE, "3", List.of())));
  }

  private void alert(ConnectionId connection, UUID id, AlertKind kind, String summary) {
    store.alerts().open(connection, id, kind, new Alert.Said(Moments.NOON, summary));
  }

  private static SyncRun sites() {
    return SyncRun.begun(ACME, Resource.SITES, Moments.NOON);
  }

  ProductPorts ports() {
    return new ProductPorts(
        new ProductPorts.Reads(
            calls.counted(store.clients()),
            calls.counted(store.assets()),
            calls.counted(store.tickets()),
            store.lookups(),
            store.changes()),
        new ProductPorts.Oversight(
            calls.counted(store.connections()),
            store.discoveries(),
            calls.counted(store.teams()),
            calls.counted(store.runs()),
            calls.counted(store.pastRuns()),
            calls.counted(store.rejected()),
            calls.counted(store.comparisons()),
            calls.counted(store.inbox()),
            calls.counted(store.deadLetters()),
            calls.counted(budget),
            new ProductPorts.Rights(
                calls.counted(store.diagnoses()),
                new NamedScopes(),
                new ChooseCapabilities(store.connections())),
            new ProductPorts.Receiving(
                store.schemes(),
                store.senders(),
                calls.counted(store.refused()),
                new ReviewDeliveries(
                    store.connections(), calls.counted(store.proofs()), new ManualClock()),
                new ProductPorts.Deliveries(
                    calls.counted(store.statistics()), calls.counted(store.history())),
                setup(),
                new ProductPorts.Sorting(
                    store.rules(),
                    new ForeseeDeliveries(
                        store.received(), reader(), store.rules(), store.subjects()),
                    calls.counted(store.conflicts())),
                new ManualClock()),
            new ProductPorts.Alerting(
                calls.counted(store.alerts()),
                new ReviewAlerts(store.connections(), store.alerts(), new ManualClock()))),
        new ProductPorts.Scheduling(
            calls.counted(store.schedules()),
            calls.counted(store.pauses()),
            new ScheduleSync(
                store.connections(), store.schedules(), store.pauses(), new ManualClock()),
            calls.counted(store.scopes()),
            new ChooseScope(
                store.connections(), store.scopes(), store.positions(), new ManualClock()),
            new Schedule(Schedule.Mode.HYBRID, Duration.ofMinutes(15), 2, ZoneId.of("UTC"))),
        new ProductPorts.Notification(
            calls.counted(store.channels()),
            calls.counted(store.outbox()),
            new ManageAlertChannels(
                store.connections(),
                store.channels(),
                sender,
                TenantUrl.Rules.PRODUCTION,
                new ManualClock())),
        useCases(),
        calls.counted(store.audit()));
  }

  private RegisterWebhook registering(HaloWebhooks halo) {
    return new RegisterWebhook(
        store.connections(),
        store.schemes(),
        store.watch(),
        halo,
        URI.create("https://hooks.superit.example"),
        new ManualClock());
  }

  private ProductPorts.WebhookSetup setup() {
    var registering = registering(webhooks);
    var watching =
        new CheckWebhook.Ports(
            store.connections(), store.watch(), store.schedules(), store.pauses(), store.refused());
    var pace = CheckWebhook.Pace.of(Duration.ofDays(1));
    return new ProductPorts.WebhookSetup(
        calls.counted(store.watch()),
        new CheckWebhook(watching, registering, webhooks, pace, new ManualClock()),
        new ChooseWebhookEvents(store.connections(), store.watch(), registering),
        new SetUpByHand(registering, store.watch()),
        reader());
  }

  private static DeliveryReader reader() {
    return body ->
        body.length == 0
            ? new DeliveryReader.Content.Unreadable("The body is not JSON.")
            : new DeliveryReader.Content.Events(List.of(heard()), 0);
  }

  private static HaloEvent heard() {
    return new HaloEvent(
        new ObjectRef(ObjectRef.Kind.TICKET, 101),
        "ticket status changed",
        Optional.empty(),
        Optional.empty(),
        Optional.of(Moments.NOON));
  }

  private ProductPorts.UseCases useCases() {
    var clock = new ManualClock();
    var connections = store.connections();
    webhooks.refuse(!haloAnswers);
    return new ProductPorts.UseCases(
        new CreateConnection(connections, discovering(), TenantUrl.Rules.PRODUCTION, clock),
        new TestConnection(store.accounts(), _ -> report(), discovering(), connections, clock),
        new DiagnoseConnection(
            new DiagnoseConnection.Ports(
                connections, store.accounts(), store.diagnoses(), store.runs(), store.pauses()),
            (_, _) -> diagnosis(),
            clock),
        authorising(clock),
        new ReplaceCredentials(connections, _ -> report(), clock),
        new DeleteConnection(
            connections,
            store.removal(),
            registering(webhooks),
            webhooks,
            DeleteConnection.Pace.DEFAULT,
            clock),
        new CreateTeam(store.teams()),
        new LinkClients(
            connections,
            store.clients(),
            store.teams(),
            new RoutingChanges(store.links(), store.routes(), store.transactions())),
        registering(webhooks),
        new RestrictSenders(connections, store.senders()),
        new RetryRejectedRows(connections, tenants, stores(), store.rejected(), clock),
        new SyncRecords(connections, tenants, stores(), store.rejected(), clock),
        new ReviewDeletions(connections, store.held(), clock),
        (_, resources, _) -> started.addAll(resources));
  }

  /// Every tenant says that it signs in where it was entered, by a name of its own.
  private DiscoverTenant discovering() {
    return new DiscoverTenant(
        store.accounts(),
        access ->
            Optional.of(
                new Discovery(
                    Discovery.Source.AUTH_INFO,
                    access.endpoint().authorisation(),
                    "bolt-1",
                    Discovery.Issuer.SILENT,
                    Moments.NOON)),
        store.discoveries());
  }

  private SyncResource.Stores stores() {
    var tickets = new StoreTickets(store.mirror(), store.links(), store.transactions());
    return new SyncResource.Stores(
        store.mirror(),
        tickets,
        store.runs(),
        store.cursors(),
        store.held(),
        store.positions(),
        store.scopes(),
        store.comparisons());
  }

  private AuthoriseConnection authorising(ManualClock clock) {
    var ports =
        new AuthoriseConnection.Ports(
            store.connections(),
            store.accounts(),
            store.discoveries(),
            store.authorisations(),
            store.consents(),
            new FakeHaloAuthorisations(),
            new NamedScopes());
    return new AuthoriseConnection(ports, URI.create("https://it.example"), clock);
  }

  private static Diagnosis diagnosis() {
    var cure = new Diagnosis.Cure("No permission.", "Configuration > Agents", "read:tickets");
    return new Diagnosis(
        List.of(
            new Diagnosis.Finding(
                Diagnosis.Probe.TICKETS,
                Diagnosis.Result.FAILED,
                "Forbidden.",
                Optional.empty(),
                cure),
            new Diagnosis.Finding(
                Diagnosis.Probe.NOTES,
                Diagnosis.Result.NOT_TESTABLE,
                "Needs tickets.",
                Optional.of(Diagnosis.Probe.TICKETS),
                Diagnosis.Cure.NONE)),
        7,
        "read:customers admin:webhooks");
  }

  private ProbeReport report() {
    var passed =
        new ProbeReport.Check(
            ProbeReport.Step.AUTHENTICATION,
            ProbeReport.Result.PASSED,
            Optional.empty(),
            "Signed in.",
            "");
    return new ProbeReport(List.of(passed));
  }
}
