package ai.superit.halo.application.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.superit.halo.application.webhook.DeliveryLogs;
import ai.superit.halo.application.webhook.LoggedDelivery;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.webhook.DeliveryDigest;
import ai.superit.halo.domain.webhook.HaloEvent;
import ai.superit.halo.domain.webhook.LogAccess;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Keeps a log for each webhook that was set up, or gives out what it was told to.
public final class FakeDeliveryLogs implements DeliveryLogs {
  private static final int PAGE_SIZE = 100;
  private static final Instant FIRST = Instant.parse("2026-03-02T12:00:00Z");

  private record Hook(Webhook webhook, URI address) {}

  private final List<Hook> hooks = new ArrayList<>();
  private final Map<String, List<LoggedDelivery>> logs = new HashMap<>();
  private Optional<Webhook> anywhere = Optional.empty();
  private List<LogPage> pages = List.of();
  private Optional<RuntimeException> failure = Optional.empty();

  /// Of a webhook `w` that posts to every address.
  public static FakeDeliveryLogs ofOneWebhook() {
    var logs = new FakeDeliveryLogs();
    logs.find(Optional.of(new Webhook("w", true)));
    return logs;
  }

  /// Whatever the address is, this one posts to it.
  public void find(Optional<Webhook> webhook) {
    anywhere = webhook;
  }

  public void give(List<LogPage> some) {
    pages = some;
  }

  public void fail(RuntimeException from) {
    failure = Optional.of(from);
  }

  public String setUp(URI address) {
    var id = "w" + hooks.size();
    hooks.add(new Hook(new Webhook(id, true), address));
    return id;
  }

  public void switchOff(String webhook) {
    hooks.replaceAll(hook ->
        hook.webhook().id().equals(webhook)
            ? new Hook(new Webhook(webhook, false), hook.address())
            : hook);
  }

  /// A delivery of a body of its own, a second after the one before.
  public void post(String webhook, boolean arrives, ObjectRef about) {
    var log = logs.computeIfAbsent(webhook, _ -> new ArrayList<>());
    var body = webhook + " " + log.size();
    log.addFirst(
        new LoggedDelivery(
            DeliveryDigest.of(body.getBytes(UTF_8)),
            FIRST.plusSeconds(log.size()),
            arrives,
            Set.of(about)));
  }

  public static LogPage page(String first, boolean isLast, Instant... sent) {
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
  public static LogPage missed(Instant sentAt, int tickets) {
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
  public static LogPage missed(Instant sentAt, HaloEvent... told) {
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
  public static LogPage flawed(String first, Instant sentAt) {
    var flaw = new Flaw(LogAccess.CUSTOM_PAYLOAD, Optional.of(sentAt));
    return new LogPage(List.of(), List.of(flaw), List.of(sentAt), first, 1, false);
  }

  @Override
  public Optional<Webhook> webhook(ConnectionId connection, URI address) {
    failure.ifPresent(FakeDeliveryLogs::raise);
    return hooks.stream()
        .filter(hook -> hook.address().equals(address))
        .map(Hook::webhook)
        .max(Comparator.comparing(Webhook::sends))
        .or(() -> anywhere);
  }

  @Override
  public LogPage page(ConnectionId connection, String webhook, int number) {
    failure.ifPresent(FakeDeliveryLogs::raise);
    if (number <= pages.size()) {
      return pages.get(number - 1);
    }
    var log = logs.getOrDefault(webhook, List.of());
    var some = log.stream().skip((number - 1L) * PAGE_SIZE).limit(PAGE_SIZE).toList();
    return new LogPage(
        some,
        List.of(),
        some.stream().map(LoggedDelivery::sentAt).toList(),
        some.stream().findFirst().map(each -> each.digest().toString()).orElse(""),
        some.size(),
        log.size() <= (long) number * PAGE_SIZE);
  }

  private static void raise(RuntimeException failure) {
    throw failure;
  }
}
