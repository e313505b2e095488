package ai.superit.halo.application.webhook;

import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.webhook.DeliveryFilters;
import ai.superit.halo.domain.webhook.KeptHeaders;

/// What a connection does with its deliveries. Answers from memory, and learns of changes made by
/// other instances within seconds. What is saved is known here at once.
public interface DeliveryRules {
  /// [DeliveryFilters#NONE] until some were saved.
  DeliveryFilters filters(ConnectionId connection);

  void save(ConnectionId connection, DeliveryFilters filters);

  /// [KeptHeaders#NONE] until some were saved.
  KeptHeaders headers(ConnectionId connection);

  void save(ConnectionId connection, KeptHeaders headers);

  /// Whether a body is worked on that carries no id of its delivery; not until that was saved.
  boolean bodiesWithoutId(ConnectionId connection);

  void saveBodiesWithoutId(ConnectionId connection, boolean accepted);
}
