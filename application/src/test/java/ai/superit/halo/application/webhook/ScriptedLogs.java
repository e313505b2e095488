package ai.superit.halo.application.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.webhook.DeliveryDigest;
import ai.superit.halo.domain.webhook.HaloEvent;
import ai.superit.halo.domain.webhook.LogAccess;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Gives out what it was told to.
final class ScriptedLogs implements DeliveryLogs {
  Optional<Webhook> found = Optional.of(new Webhook("w", true));
  List<LogPage> pages = List.of();
  Optional<RuntimeException> failure = Optional.empty();

  static LogPage page(String first, boolean isLast, Instant... sent) {
    var times = List.of(sent);
    var logged =
        IntStream.range(0, times.size())
            .mapToObj(i ->
                new LoggedDelivery(
                    DeliveryDigest.of((first + i).getBytes(UTF_8)), times.get(i), true, Set.of()))
            .toList();
    return new LogPage(logged, List.of(), times, first, times.size(), isLast);
  }

  /// A page of deliveries that were never received, a ticket each.
  static LogPage missed(Instant sentAt, int tickets) {
    var logged =
        IntStream.rangeClosed(1, tickets)
            .mapToObj(id ->
                new LoggedDelivery(
                    DeliveryDigest.of(("missed " + id).getBytes(UTF_8)),
                    sentAt,
                    true,
                    Set.of(new ObjectRef(ObjectRef.Kind.TICKET, id))))
            .toList();
    return new LogPage(logged, List.of(), List.of(sentAt), "missed", tickets, true);
  }

  /// A page of deliveries that were never received and tell this.
  static LogPage missed(Instant sentAt, HaloEvent... told) {
    var logged =
        Stream.of(told)
            .map(event ->
                new LoggedDelivery(
                    DeliveryDigest.of(event.toString().getBytes(UTF_8)),
                    sentAt,
                    true,
                    Set.of(event.object()),
                    List.of(event)))
            .toList();
    return new LogPage(logged, List.of(), List.of(sentAt), "missed", told.length, true);
  }

  /// A page whose only row proves nothing.
  static LogPage flawed(String first, Instant sentAt) {
    var flaw = new Flaw(LogAccess.CUSTOM_PAYLOAD, Optional.of(sentAt));
    return new LogPage(List.of(), List.of(flaw), List.of(sentAt), first, 1, false);
  }

  @Override
  public Optional<Webhook> webhook(ConnectionId connection, URI address) {
    failure.ifPresent(ScriptedLogs::raise);
    return found;
  }

  @Override
  public LogPage page(ConnectionId connection, String webhook, int number) {
    failure.ifPresent(ScriptedLogs::raise);
    return number <= pages.size()
        ? pages.get(number - 1)
        : new LogPage(List.of(), List.of(), List.of(), "", 0, true);
  }

  private static void raise(RuntimeException failure) {
    throw failure;
  }
}
