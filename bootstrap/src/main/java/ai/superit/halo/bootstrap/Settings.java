package ai.superit.halo.bootstrap;

import ai.superit.halo.application.sync.DeletionLimits;
import ai.superit.halo.application.webhook.DeliveryRetention;
import ai.superit.halo.application.webhook.DeliveryStatistics;
import ai.superit.halo.application.webhook.RetrySchedule;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.connection.TenantUrl;
import ai.superit.halo.domain.sync.Schedule;
import ai.superit.halo.domain.webhook.AddressRange;
import ai.superit.halo.egress.Egress;
import ai.superit.halo.notification.NotificationConfig;
import ai.superit.halo.webhook.TrustedProxies;
import ai.superit.halo.webhook.WebhookLimits;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The whole configuration of the service, checked. `docs/configuration.md` lists the keys.
record Settings(
    Server server,
    Database database,
    Seals seals,
    Tokens tokens,
    Halo halo,
    Sync sync,
    RetrySchedule retries,
    Receiving receiving,
    Channels channels,
    Alerting alerting) {

  /// @param publicUrl where Halo and people reach the service, without a trailing slash
  /// @param connectionsPerAddress how many connections one address may hold at a time
  record Server(
      String bind, int port, URI publicUrl, int connectionsPerAddress, boolean graphiql) {}

  record Database(
      String url,
      String user,
      Secret password,
      int queryConnections,
      int writeConnections,
      int inboxConnections) {}

  /// The keys that encrypt stored secrets, by id; the current one encrypts new ones.
  record Seals(String currentKey, Map<String, Secret> keys) {
    Seals {
      keys = Map.copyOf(keys);
    }
  }

  /// @param keys address of a JWKS, or path of a JWKS file
  record Tokens(URI keys, String issuer, String audience) {}

  /// @param calls the most calls to a tenant within the window; 0 for calling without a budget
  /// @param loopback whether tenants on this machine may be connected without TLS
  record Halo(
      int calls,
      Duration window,
      int percentForOthers,
      Set<String> hosts,
      boolean loopback,
      Egress egress) {
    /// As many calls as the tenant turns out to take.
    static final int LEARNED = -1;

    Halo {
      hosts = Set.copyOf(hosts);
    }

    TenantUrl.Rules rules() {
      return new TenantUrl.Rules(loopback, hosts);
    }
  }

  /// @param poll how often changes are looked for that no webhook told of
  /// @param notes how far back the notes of closed tickets are read
  /// @param oldNotes whether those of the others are read too, after everything else
  /// @param deletions how much a run may delete before a person has to look
  /// @param historyKept how long runs that have ended are kept
  record Sync(
      Duration poll,
      Duration notes,
      boolean oldNotes,
      DeletionLimits deletions,
      Duration historyKept) {
    /// Of lists for which nobody has chosen a schedule.
    Schedule usual() {
      return new Schedule(Schedule.Mode.HYBRID, poll, 2, ZoneId.of("UTC"));
    }
  }

  /// @param limits of each delivery
  /// @param workers how many take on deliveries, each for all connections
  /// @param reconcile how often deliveries are compared with Halo's log
  /// @param kept how long deliveries are kept
  /// @param check how often webhooks in HaloPSA are compared with how they are to be
  record Receiving(
      TrustedProxies proxies,
      WebhookLimits limits,
      int workers,
      Duration reconcile,
      Duration check,
      Duration kept) {}

  /// How people are told of alerts.
  ///
  /// @param hosts `host:port` pairs that may be posted to besides public hosts and port 443
  /// @param smtp empty if no e-mail is sent
  record Channels(Set<String> hosts, Optional<NotificationConfig.Smtp> smtp) {
    Channels {
      hosts = Set.copyOf(hosts);
    }
  }

  /// @param evaluate how often it is looked whether something is wrong with a connection
  record Alerting(Duration evaluate) {}

  private static final int KIBIBYTE = 1_024;
  private static final URI NO_URL = URI.create("https://invalid");

  /// @throws InvalidSettings naming every key that is wrong
  static Settings read(SettingsSource source) {
    var reader = new SettingsReader(source);
    var settings =
        new Settings(
            server(reader),
            database(reader),
            seals(reader),
            tokens(reader),
            halo(reader),
            new Sync(
                reader.span(
                    "sync.poll", Duration.ofMinutes(15), Duration.ofSeconds(5), Duration.ofDays(1)),
                reader.span(
                    "sync.notes", Duration.ofDays(30), Duration.ZERO, Duration.ofDays(3650)),
                reader.flag("sync.old-notes", true),
                deletions(reader),
                reader.span(
                    "sync.history.keep",
                    Duration.ofDays(90),
                    Duration.ofDays(1),
                    Duration.ofDays(400))),
            retries(reader),
            receiving(reader),
            ChannelSettings.read(reader),
            new Alerting(
                reader.span(
                    "alerts.evaluate",
                    Duration.ofMinutes(1),
                    Duration.ofSeconds(1),
                    Duration.ofMinutes(15))));
    settings.refuseDevelopmentSwitches(reader);
    reader.finish();
    return settings;
  }

  private static DeletionLimits deletions(SettingsReader reader) {
    var usual = DeletionLimits.DEFAULT;
    var percent = reader.number("sync.deletions", 10, 0, 100);
    return new DeletionLimits(percent / 100.0, usual.always(), usual.reads());
  }

  private static RetrySchedule retries(SettingsReader reader) {
    var usual = RetrySchedule.DEFAULT;
    return new RetrySchedule(
        reader.number("webhooks.retry.attempts", usual.attempts(), 1, 10_000),
        usual.first(),
        reader.span(
            "webhooks.retry.longest-pause", usual.longest(), usual.first(), Duration.ofDays(1)));
  }

  private static Receiving receiving(SettingsReader reader) {
    var key = "webhooks.trusted-proxies";
    var proxies = new ArrayList<AddressRange>();
    for (var text : reader.list(key)) {
      try {
        proxies.add(AddressRange.parse(text));
      } catch (IllegalArgumentException wrong) {
        reader.problem(key, "must be addresses or ranges such as 10.0.0.0/8 or 2001:db8::/32");
      }
    }
    return new Receiving(
        new TrustedProxies(proxies),
        limits(reader),
        reader.number("webhooks.workers", 2, 1, 8),
        reader.span(
            "webhooks.reconcile", Duration.ofMinutes(5), Duration.ofSeconds(5), Duration.ofDays(1)),
        reader.span(
            "webhooks.check", Duration.ofMinutes(3), Duration.ofSeconds(5), Duration.ofDays(7)),
        reader.span(
            "webhooks.keep",
            DeliveryRetention.LEAST,
            DeliveryRetention.LEAST,
            DeliveryStatistics.KEPT));
  }

  private static WebhookLimits limits(SettingsReader reader) {
    var usual = WebhookLimits.DEFAULT;
    var bytes =
        KIBIBYTE * reader.number("webhooks.max-body-kib", usual.maxBytes() / KIBIBYTE, 16, 16_384);
    return new WebhookLimits(
        bytes,
        usual.maxInflatedBytes() / usual.maxBytes() * bytes,
        reader.span(
            "webhooks.read-time", usual.readTime(), Duration.ofSeconds(1), Duration.ofMinutes(1)),
        reader.span(
            "webhooks.retry-after", usual.retryAfter(), Duration.ofSeconds(1), Duration.ofHours(1)),
        reader.number("webhooks.posts-per-second", usual.postsPerSecond(), 0, 1_000_000));
  }

  private static Server server(SettingsReader reader) {
    var bind = reader.text("server.bind", "127.0.0.1");
    var port = reader.number("server.port", 8080, 1, 65_535);
    var url = reader.httpUrl("server.public-url", URI.create("http://localhost:" + port));
    return new Server(
        bind,
        port,
        url,
        reader.number(
            "server.connections-per-address",
            HttpLimits.DEFAULT.connectionsPerAddress(),
            1,
            HttpLimits.MAX_CONNECTIONS),
        reader.flag("development.graphiql", false));
  }

  private static Database database(SettingsReader reader) {
    var url =
        reader.required(
            "database.url", "give the JDBC URL, such as jdbc:postgresql://db.example.com/halo");
    if (!url.isEmpty() && !url.startsWith("jdbc:postgresql:")) {
      reader.problem("database.url", "must begin with jdbc:postgresql:");
    }
    if (url.contains("password=")) {
      reader.problem("database.url", "must not hold the password; use database.password");
    }
    return new Database(
        url,
        reader.required("database.user", "give the database user"),
        new Secret(reader.text("database.password", "")),
        reader.number("database.query-connections", 16, 1, 200),
        reader.number("database.write-connections", 8, 2, 100),
        reader.number("database.inbox-connections", 4, 3, 32));
  }

  private static Seals seals(SettingsReader reader) {
    var keys = new HashMap<String, Secret>();
    reader.below("secrets.keys").forEach((id, key) -> keys.put(id, new Secret(key)));
    var fromEnvironment = reader.text("secrets.key", "");
    if (!fromEnvironment.isEmpty()) {
      keys.put("env", new Secret(fromEnvironment));
    }
    if (keys.isEmpty()) {
      reader.problem(
          "secrets.keys",
          "is missing: give a key of 32 random bytes, such as from `superit token --key`");
    }
    keys.forEach((id, key) -> check(reader, id, key));
    var only = keys.size() == 1 ? keys.keySet().iterator().next() : "";
    var current = reader.text("secrets.current-key", only);
    if (!keys.isEmpty() && !keys.containsKey(current)) {
      reader.problem("secrets.current-key", "must name one of secrets.keys");
    }
    return new Seals(current, keys);
  }

  private static void check(SettingsReader reader, String id, Secret key) {
    var name = "secrets.keys." + id;
    try {
      var bytes = Base64.getDecoder().decode(key.reveal());
      if (bytes.length != 32) {
        reader.problem(name, "must be 32 bytes in base64");
      } else if (allEqual(bytes)) {
        reader.problem(name, "must be random");
      }
    } catch (IllegalArgumentException notBase64) {
      reader.problem(name, "must be 32 bytes in base64");
    }
  }

  private static boolean allEqual(byte[] bytes) {
    for (var each : bytes) {
      if (each != bytes[0]) {
        return false;
      }
    }
    return true;
  }

  private static Tokens tokens(SettingsReader reader) {
    var keys = reader.required("tokens.jwks", "give the address or the file of the issuer's JWKS");
    return new Tokens(
        keys.contains("://") ? keysUrl(reader) : Path.of(keys).toUri(),
        reader.required("tokens.issuer", "give the iss of the tokens"),
        reader.required("tokens.audience", "give the aud of the tokens"));
  }

  /// Who can change the keys on their way can sign any token.
  private static URI keysUrl(SettingsReader reader) {
    var url = reader.httpUrl("tokens.jwks", NO_URL);
    if (!url.getScheme().equals("https") && !isLoopback(url.getHost())) {
      reader.problem("tokens.jwks", "must be https unless it is on this machine");
    }
    return url;
  }

  private static Halo halo(SettingsReader reader) {
    return new Halo(
        reader.number("halo.rate-limit.calls", Halo.LEARNED, 0, 1_000_000),
        reader.span(
            "halo.rate-limit.window",
            Duration.ofMinutes(5),
            Duration.ofSeconds(1),
            Duration.ofHours(1)),
        reader.number("halo.rate-limit.percent-for-others", 0, 0, 90),
        reader.hosts("halo.allowed-hosts"),
        reader.flag("development.loopback-tenants", false),
        EgressSettings.read(reader));
  }

  /// What helps while developing would be a hole in production, so it is refused as soon as anybody
  /// but this machine can reach the service.
  private void refuseDevelopmentSwitches(SettingsReader reader) {
    if (isLoopback(server.bind()) && isLoopback(server.publicUrl().getHost())) {
      return;
    }
    if (halo.loopback()) {
      reader.problem(
          "development.loopback-tenants",
          "is refused, because server.bind or server.public-url is not on this machine alone");
    }
    if (server.graphiql()) {
      reader.problem(
          "development.graphiql",
          "is refused, because server.bind or server.public-url is not on this machine alone");
    }
    if (!server.publicUrl().getScheme().equals("https")) {
      reader.problem("server.public-url", "must be https where others reach the service");
    }
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException unknown) {
      return false;
    }
  }
}
