package ai.superit.halo.application.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.superit.halo.application.connection.HaloAuthorisations;
import ai.superit.halo.application.connection.HaloProbe;
import ai.superit.halo.application.connection.HaloScopes;
import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.application.webhook.DeliveryLogs;
import ai.superit.halo.application.webhook.DeliveryReader;
import ai.superit.halo.application.webhook.HaloWebhooks;
import ai.superit.halo.domain.connection.Capability;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.HaloAccess;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.testing.ConnectionBuilder;
import ai.superit.halo.domain.webhook.HaloEvent;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;

/// The tenant that tests of use cases rest on keeps the contracts of a real one.
class HaloFakesTest {
  private static HaloAccess anAccess() {
    var acme = ConnectionBuilder.aConnection("acme").build();
    return new HaloAccess(acme.id(), acme.endpoint(), new Secret("the client's secret"));
  }

  @Nested
  class Deliveries implements DeliveryReaderContract {
    private final ScriptedDeliveryReader reader = new ScriptedDeliveryReader();

    @Override
    public DeliveryReader reader() {
      return reader;
    }

    @Override
    public byte[] about(ObjectRef object) {
      var body = object.toString();
      reader.events(body, event(object));
      return body.getBytes(UTF_8);
    }

    @Override
    public byte[] withoutId(ObjectRef object) {
      reader.eventsWithoutId("no id", event(object));
      return "no id".getBytes(UTF_8);
    }

    @Override
    public byte[] batch(int unreadable, ObjectRef... objects) {
      reader.mixed(
          "batch", unreadable, Stream.of(objects).map(Deliveries::event).toArray(HaloEvent[]::new));
      return "batch".getBytes(UTF_8);
    }

    private static HaloEvent event(ObjectRef object) {
      return new HaloEvent(object, "updated", Optional.empty(), Optional.empty(), Optional.empty());
    }
  }

  @Nested
  class Webhooks implements HaloWebhooksContract {
    private final ConnectionId connection = ConnectionId.random();
    private final FakeHaloWebhooks webhooks = new FakeHaloWebhooks();

    @Override
    public HaloWebhooks webhooks() {
      return webhooks;
    }

    @Override
    public ConnectionId connection() {
      return connection;
    }
  }

  @Nested
  class Logs implements DeliveryLogsContract {
    private final ConnectionId connection = ConnectionId.random();
    private final FakeDeliveryLogs logs = new FakeDeliveryLogs();

    @Override
    public DeliveryLogs logs() {
      return logs;
    }

    @Override
    public ConnectionId connection() {
      return connection;
    }

    @Override
    public URI address() {
      return URI.create("https://it.example/hooks/" + UUID.randomUUID());
    }

    @Override
    public String setUp(URI address) {
      return logs.setUp(address);
    }

    @Override
    public void switchOff(String webhook) {
      logs.switchOff(webhook);
    }

    @Override
    public void post(String webhook, boolean arrives, List<ObjectRef> tickets) {
      tickets.forEach(ticket -> logs.post(webhook, arrives, ticket));
    }
  }

  @Nested
  class Scopes implements HaloScopesContract {
    private final FakeHaloScopes scopes = new FakeHaloScopes();

    @Override
    public HaloScopes scopes() {
      return scopes;
    }

    /// It has no tenant but itself.
    @Override
    public boolean isLetIn(String scopes, Capability capability) {
      return Set.of("all", this.scopes.scope(capability)).contains(scopes);
    }
  }

  @Nested
  class Authorisations implements HaloAuthorisationsContract {
    private final HaloAccess access = anAccess();
    private final FakeHaloAuthorisations authorisations = new FakeHaloAuthorisations();

    @Override
    public HaloAuthorisations authorisations() {
      return authorisations;
    }

    @Override
    public HaloAccess access() {
      return access;
    }

    @Override
    public Secret consent(URI page) {
      return new Secret("good");
    }

    @Override
    public void grantNoRefreshToken() {
      authorisations.grantNoRefreshToken();
    }
  }

  @Nested
  class Probe implements HaloProbeContract {
    private final FakeHaloProbe probe = new FakeHaloProbe();

    @Override
    public HaloProbe probe() {
      return probe;
    }

    @Override
    public HaloAccess good() {
      return anAccess();
    }

    @Override
    public HaloAccess refused() {
      probe.failWith(HaloUnavailable.Cause.UNAUTHORIZED);
      return anAccess();
    }
  }
}
