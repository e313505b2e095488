package ai.superit.halo.application.testing;

import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.application.webhook.HaloWebhooks;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.webhook.WebhookScheme;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/// Remembers what was registered; refuses when told to.
public final class FakeHaloWebhooks implements HaloWebhooks {
  /// One call.
  public record Registration(ConnectionId connection, URI address, WebhookScheme scheme) {}

  private final List<Registration> registrations = new ArrayList<>();
  private boolean refusing;
  private Runnable before = () -> {};

  @Override
  public synchronized void register(ConnectionId connection, URI address, WebhookScheme scheme) {
    before.run();
    if (refusing) {
      throw new HaloUnavailable(HaloUnavailable.Cause.FORBIDDEN, "The application lacks a right.");
    }
    registrations.add(new Registration(connection, address, scheme));
  }

  @Override
  public synchronized void unregister(ConnectionId connection, URI address) {
    if (refusing) {
      throw new HaloUnavailable(HaloUnavailable.Cause.FORBIDDEN, "The application lacks a right.");
    }
    registrations.removeIf(each -> each.address().equals(address));
  }

  /// Runs at each registration, before it is done.
  public synchronized void before(Runnable action) {
    before = action;
  }

  public synchronized void refuse(boolean refuses) {
    refusing = refuses;
  }

  public synchronized List<Registration> registrations() {
    return List.copyOf(registrations);
  }
}
