package ai.superit.halo.webhook;

import ai.superit.halo.application.webhook.WebhookSenders;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.webhook.SenderRules;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

final class KnownSenders implements WebhookSenders {
  private final Map<ConnectionId, SenderRules> rules = new ConcurrentHashMap<>();

  @Override
  public SenderRules rules(ConnectionId connection) {
    return rules.getOrDefault(connection, SenderRules.ANYBODY);
  }

  @Override
  public void save(ConnectionId connection, SenderRules saved) {
    rules.put(connection, saved);
  }
}
