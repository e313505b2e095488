package ai.superit.halo.simulator;

import io.helidon.http.HeaderNames;
import io.helidon.webclient.api.HttpClientRequest;
import io.helidon.webclient.api.WebClient;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends deliveries: strands in parallel, each strand in order. A failing delivery holds back its
/// own strand only.
final class DeliverySender implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DeliverySender.class);
  private static final int PARALLEL = 64;

  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore permits = new Semaphore(PARALLEL);
  private final Map<String, ArrayDeque<Delivery>> strands = new HashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition resumed = lock.newCondition();
  private final Condition idle = lock.newCondition();
  private final WebClient client;
  private final List<Duration> retries;
  private final InstantSource clock;
  private final Quirks.AuthenticationTypes proofs;
  private final Quirks.Sending sending;
  final DeliveryLog log = new DeliveryLog();
  final LongAdder sent = new LongAdder();
  final LongAdder failed = new LongAdder();
  private boolean paused;

  DeliverySender(List<Duration> retries, InstantSource clock, Quirks quirks) {
    this.retries = retries;
    this.clock = clock;
    this.proofs = quirks.deliveries().authenticationTypes();
    this.sending = quirks.sending();
    this.client =
        WebClient.builder()
            .connectionCacheSize(PARALLEL * 2)
            .shareConnectionCache(false)
            .servicesDiscoverServices(false)
            .addProtocolPreference("http/1.1")
            .socketOptions(options ->
                options
                    .connectTimeout(Duration.ofSeconds(5))
                    .readTimeout(Duration.ofSeconds(30))
                    .tcpNoDelay(true))
            .build();
  }

  void send(Delivery delivery) {
    lock.lock();
    try {
      var waiting = strands.get(delivery.strand());
      if (waiting != null) {
        waiting.add(delivery);
        return;
      }
      strands.put(delivery.strand(), new ArrayDeque<>(List.of(delivery)));
    } finally {
      lock.unlock();
    }
    workers.execute(() -> drain(delivery.strand()));
  }

  void later(Duration delay, Runnable task) {
    workers.execute(() -> {
      try {
        Thread.sleep(delay);
        task.run();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
  }

  /// Something on the way takes it and says that it arrived.
  void lose(Delivery delivery) {
    log.add(delivery, clock.millis(), 0, 200, "", "");
  }

  void pause(boolean now) {
    lock.lock();
    try {
      paused = now;
      resumed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  int waiting() {
    lock.lock();
    try {
      return strands.values().stream().mapToInt(ArrayDeque::size).sum();
    } finally {
      lock.unlock();
    }
  }

  boolean awaitIdle(Duration timeout) throws InterruptedException {
    var left = timeout.toNanos();
    lock.lock();
    try {
      while (!strands.isEmpty() && left > 0) {
        left = idle.awaitNanos(left);
      }
      return strands.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  private void drain(String strand) {
    try {
      for (var next = first(strand); next != null; next = following(strand)) {
        untilDelivered(next);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private @Nullable Delivery first(String strand) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (paused) {
        resumed.await();
      }
      var waiting = strands.get(strand);
      return waiting == null ? null : waiting.peek();
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Delivery following(String strand) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      var waiting = strands.get(strand);
      if (waiting != null) {
        waiting.poll();
        if (waiting.isEmpty()) {
          strands.remove(strand);
          idle.signalAll();
          return null;
        }
      }
    } finally {
      lock.unlock();
    }
    return first(strand);
  }

  private void untilDelivered(Delivery delivery) throws InterruptedException {
    for (var attempt = 0; delivery.webhook().sends(); attempt++) {
      if (attempt(delivery)) {
        sent.increment();
        return;
      }
      if (attempt == retries.size()) {
        break;
      }
      Thread.sleep(retries.get(attempt));
    }
    failed.increment();
  }

  private boolean attempt(Delivery delivery) throws InterruptedException {
    permits.acquire();
    var start = clock.millis();
    try (var response = request(delivery).submit(delivery.body())) {
      var status = response.status().code();
      var body = response.entity().hasEntity() ? response.as(String.class) : "";
      log.add(delivery, start, clock.millis() - start, status, cut(body), "");
      return outcome(delivery, status);
    } catch (RuntimeException e) {
      LOG.debug(
          "Delivery failed webhook={} entity={}", delivery.webhook().id(), delivery.entity(), e);
      log.add(delivery, start, clock.millis() - start, 0, "", String.valueOf(e.getMessage()));
      return outcome(delivery, 0);
    } finally {
      permits.release();
    }
  }

  private boolean outcome(Delivery delivery, int status) {
    if (status / 100 == 2) {
      delivery.webhook().succeeded(status);
      return true;
    }
    delivery.webhook().failed(status, clock.millis());
    return false;
  }

  private HttpClientRequest request(Delivery delivery) {
    var webhook = delivery.webhook();
    var request =
        client.post().uri(webhook.url()).header(HeaderNames.CONTENT_TYPE, "application/json");
    sending.headers().forEach((name, value) -> request.header(HeaderNames.create(name), value));
    var proof = webhook.number("authentication_type");
    if (proof == proofs.basic()) {
      request.header(HeaderNames.AUTHORIZATION, basic(webhook));
    } else if (proof == proofs.signed()) {
      request.header(
          HeaderNames.create(webhook.text("authentication_header")),
          signature(webhook, delivery.body()));
    }
    return request;
  }

  private static String basic(Webhook webhook) {
    var pair = webhook.text("basic_username") + ":" + webhook.text("basic_password");
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  private String signature(Webhook webhook, byte[] body) {
    var algorithm =
        webhook.number("algorithm") == sending.signatures().sha512() ? "HmacSHA512" : "HmacSHA256";
    var secret = webhook.text("basic_password").getBytes(StandardCharsets.UTF_8);
    try {
      var mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(secret, algorithm));
      var code = mac.doFinal(body);
      return webhook.number("digest") == sending.signatures().hex()
          ? HexFormat.of().formatHex(code)
          : Base64.getEncoder().encodeToString(code);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(algorithm + " is not available", e);
    }
  }

  private static String cut(String body) {
    return body.length() > 500 ? body.substring(0, 500) : body;
  }

  @Override
  public void close() {
    workers.shutdownNow();
    client.closeResource();
  }
}
