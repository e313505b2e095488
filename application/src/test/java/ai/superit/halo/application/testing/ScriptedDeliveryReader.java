package ai.superit.halo.application.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.superit.halo.application.webhook.DeliveryReader;
import ai.superit.halo.domain.webhook.HaloEvent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// Understands the bodies that it was told about; all others are unreadable.
public final class ScriptedDeliveryReader implements DeliveryReader {
  private final Map<String, Content> contents = new ConcurrentHashMap<>();
  private final Map<String, Content> withoutId = new ConcurrentHashMap<>();

  /// A single event has the id that follows from the body; several are a batch and have none.
  public void events(String body, HaloEvent... events) {
    var id = Optional.of(UUID.nameUUIDFromBytes(body.getBytes(UTF_8)));
    contents.put(body, new Content.Events(List.of(events), 0, id.filter(_ -> events.length == 1)));
  }

  /// A batch of which some items could not be understood.
  public void mixed(String body, int unreadable, HaloEvent... events) {
    contents.put(body, new Content.Events(List.of(events), unreadable));
  }

  /// As [#events], in a body that carries no id.
  public void eventsWithoutId(String body, HaloEvent... events) {
    withoutId.put(body, new Content.Events(List.of(events), 0));
  }

  @Override
  public Content readVouchedFor(byte[] body) {
    var content = withoutId.get(new String(body, UTF_8));
    return content == null ? read(body) : content;
  }

  @Override
  public Content read(byte[] body) {
    return contents.getOrDefault(
        new String(body, UTF_8), new Content.Unreadable("it is no event of Halo"));
  }
}
