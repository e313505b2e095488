package ai.superit.halo.halo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import ai.superit.halo.application.connection.HaloAuthorisations;
import ai.superit.halo.application.connection.HaloProbe;
import ai.superit.halo.application.connection.HaloScopes;
import ai.superit.halo.application.testing.DeliveryLogsContract;
import ai.superit.halo.application.testing.DeliveryReaderContract;
import ai.superit.halo.application.testing.HaloAuthorisationsContract;
import ai.superit.halo.application.testing.HaloProbeContract;
import ai.superit.halo.application.testing.HaloScopesContract;
import ai.superit.halo.application.testing.HaloWebhooksContract;
import ai.superit.halo.application.webhook.DeliveryLogs;
import ai.superit.halo.application.webhook.DeliveryReader;
import ai.superit.halo.application.webhook.HaloWebhooks;
import ai.superit.halo.domain.connection.Capability;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.Grant;
import ai.superit.halo.domain.connection.HaloAccess;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.webhook.ObjectRef;
import ai.superit.halo.simulator.DeliveryFault;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;

/// The adapter keeps the contracts of its smaller ports on a simulated tenant, which all tests
/// share.
class HaloContractsTest {
  private static final SimulatedTenant SIMULATED = new SimulatedTenant();

  private static final TenantCaller TENANT = new TenantCaller(SIMULATED, "all");

  @AfterAll
  static void stop() {
    SIMULATED.close();
  }

  @Nested
  class Deliveries implements DeliveryReaderContract {
    @Override
    public DeliveryReader reader() {
      return SIMULATED.halo.deliveries();
    }

    @Override
    public byte[] about(ObjectRef object) {
      return event(object).getBytes(UTF_8);
    }

    @Override
    public byte[] withoutId(ObjectRef object) {
      return "{%s}".formatted(fields(object)).getBytes(UTF_8);
    }

    @Override
    public byte[] batch(int unreadable, ObjectRef... objects) {
      var events = Stream.of(objects).map(Deliveries::event);
      var others = IntStream.range(0, unreadable).mapToObj(_ -> "{\"order\":{\"id\":7}}");
      return Stream.concat(others, events)
          .collect(Collectors.joining(",", "[", "]"))
          .getBytes(UTF_8);
    }

    private static String event(ObjectRef object) {
      var id = UUID.nameUUIDFromBytes(object.toString().getBytes(UTF_8));
      return "{\"id\":\"%s\",%s}".formatted(id, fields(object));
    }

    private static String fields(ObjectRef object) {
      var kind = object.kind().name().toLowerCase(Locale.ROOT);
      return "\"event\":\"%s updated\",\"object_id\":%d".formatted(kind, object.id());
    }
  }

  @Nested
  class Webhooks implements HaloWebhooksContract {
    @Override
    public HaloWebhooks webhooks() {
      return SIMULATED.halo.webhooks();
    }

    @Override
    public ConnectionId connection() {
      return SIMULATED.connection;
    }
  }

  @Nested
  class Logs implements DeliveryLogsContract {
    private static final int UPDATED = 61;

    @Override
    public DeliveryLogs logs() {
      return SIMULATED.halo.deliveryLogs();
    }

    @Override
    public ConnectionId connection() {
      return SIMULATED.connection;
    }

    @Override
    public URI address() {
      return URI.create("http://127.0.0.1:1/hooks/" + UUID.randomUUID());
    }

    @Override
    public String setUp(URI address) {
      var name = UUID.randomUUID();
      var webhook = "[{\"name\":\"%s\",\"type\":0,\"url\":\"%s\"}]".formatted(name, address);
      return TENANT.posted("Webhook", webhook).path("id").asString();
    }

    @Override
    public void switchOff(String webhook) {
      TENANT.posted("Webhook", "[{\"id\":\"%s\",\"active\":false}]".formatted(webhook));
    }

    @Override
    public void post(String webhook, boolean arrives, List<ObjectRef> tickets) {
      var heard =
          TENANT.posted(
              "Notification",
              "[{\"webhook_id\":\"%s\",\"eventno\":%d}]".formatted(webhook, UPDATED));
      if (arrives) {
        SIMULATED.control().addDeliveryFault(DeliveryFault.always(DeliveryFault.Effect.LOST));
      }
      for (var ticket : tickets) {
        SIMULATED.control().changeTicket((int) ticket.id(), Map.of("flagged", true));
      }
      SIMULATED.control().clearDeliveryFaults();
      TENANT.delete("Notification/" + heard.path("id").asInt());
      await().until(() -> logs().page(connection(), webhook, 1).rows() > 0);
    }
  }

  @Nested
  class Scopes implements HaloScopesContract {
    @Override
    public HaloScopes scopes() {
      return SIMULATED.halo.scopes();
    }

    @Override
    public boolean isLetIn(String scopes, Capability capability) {
      var caller = new TenantCaller(SIMULATED, scopes);
      return switch (capability) {
        case READ_TICKETS -> caller.mayRead("Tickets");
        case WRITE_TICKETS -> caller.mayPost("Tickets");
        case READ_CLIENTS -> caller.mayRead("Client") && caller.mayRead("Invoice");
        case READ_ASSETS -> caller.mayRead("Asset");
        case READ_USERS -> caller.mayRead("Users");
        case WRITE_WEBHOOKS -> caller.mayPost("Webhook");
      };
    }
  }

  @Nested
  class Authorisations implements HaloAuthorisationsContract {
    private final HaloAuthorisations authorisations =
        new HttpHaloAuthorisations(SIMULATED.calls(), InstantSource.system());

    @AfterEach
    void grantAll() {
      SIMULATED.control().grantOnly("");
    }

    @Override
    public HaloAuthorisations authorisations() {
      return authorisations;
    }

    @Override
    public HaloAccess access() {
      var config = SIMULATED.config;
      return SIMULATED.access(config.tenant(), config.clientSecret(), Grant.AUTHORIZATION_CODE);
    }

    @Override
    public Secret consent(URI page) {
      return Consenting.at(page);
    }

    @Override
    public void grantNoRefreshToken() {
      SIMULATED.control().grantOnly("all");
    }
  }

  @Nested
  class Probe implements HaloProbeContract {
    @Override
    public HaloProbe probe() {
      return SIMULATED.halo.probe();
    }

    @Override
    public HaloAccess good() {
      return SIMULATED.access();
    }

    @Override
    public HaloAccess refused() {
      return SIMULATED.access(SIMULATED.config.tenant(), "the-wrong-secret");
    }
  }
}
