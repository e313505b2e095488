package ai.superit.halo.application.webhook;

import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.webhook.EventFacts;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.util.Map;
import java.util.Set;

/// What the mirror knows of the records that events are about.
public interface EventSubjects {
  /// @return those of the records that are mirrored and not deleted
  Map<ObjectRef, EventFacts> known(ConnectionId connection, Set<ObjectRef> objects);

  /// @param clients numbers of clients
  /// @return whether each of them that is mirrored is active
  Map<Long, Boolean> activeClients(ConnectionId connection, Set<Long> clients);
}
