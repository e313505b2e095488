package ai.superit.halo.bootstrap;

import ai.superit.halo.webhook.TrustedProxies;
import ai.superit.halo.webhook.WebhookLimits;
import java.time.Duration;

/// What strangers may take of the listener, where that is not the same everywhere.
///
/// @param maxDelivery how many bytes a delivery may have
/// @param head how long the head of a request may take
/// @param connectionsPerAddress how many connections one address may hold at a time
/// @param proxies may hold more than that, because they connect for others
record HttpLimits(
    int maxDelivery, Duration head, int connectionsPerAddress, TrustedProxies proxies) {
  static final int MAX_CONNECTIONS = 2_000;

  static final HttpLimits DEFAULT =
      new HttpLimits(
          WebhookLimits.DEFAULT.maxBytes(), Duration.ofSeconds(12), 100, TrustedProxies.NONE);

  static HttpLimits of(Settings settings) {
    var receiving = settings.receiving();
    return new HttpLimits(
        receiving.limits().maxBytes(),
        DEFAULT.head,
        settings.server().connectionsPerAddress(),
        receiving.proxies());
  }

  HttpLimits withMaxDelivery(int bytes) {
    return new HttpLimits(bytes, head, connectionsPerAddress, proxies);
  }

  HttpLimits withHead(Duration allowed) {
    return new HttpLimits(maxDelivery, allowed, connectionsPerAddress, proxies);
  }

  HttpLimits withProxies(TrustedProxies trusted) {
    return new HttpLimits(maxDelivery, head, connectionsPerAddress, trusted);
  }
}
