package ai.superit.halo.notification;

import ai.superit.halo.application.notification.ChannelSender;
import ai.superit.halo.application.testing.ChannelSenderContract;
import ai.superit.halo.domain.connection.TenantUrl;
import ai.superit.halo.domain.notification.ChannelTarget;
import ai.superit.halo.domain.notification.ChannelUrl;
import ai.superit.halo.egress.Egress;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;

/// Sends to a real server.
class NotificationContractTest implements ChannelSenderContract {
  private final Receiver receiver;
  private final Notification sender =
      Notification.open(
          new NotificationConfig(
              new TenantUrl.Rules(true, Set.of()),
              Egress.DIRECT,
              Optional.empty(),
              Duration.ofSeconds(10)),
          InstantSource.system());

  NotificationContractTest() throws IOException {
    receiver = new Receiver();
  }

  @AfterEach
  void stop() {
    sender.close();
    receiver.close();
  }

  @Override
  public ChannelSender sender() {
    return sender;
  }

  @Override
  public ChannelTarget answering(int status) {
    var address = URI.create("http://localhost:" + receiver.port() + "/" + status);
    return new ChannelTarget.Slack(new ChannelUrl(address));
  }
}
