package ai.superit.halo.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.superit.halo.webhook.WebhookLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  private static final String KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

  private static final Pattern KEY_IN_TABLE = Pattern.compile("(?m)^\\| `([a-z.-]+(?:ID)?)` \\|");

  /// Stands for all keys that are looked for by their beginning.
  private static final String BELOW = "secrets.keys.ID";

  @TempDir private Path folder;

  private static Map<String, String> valid() {
    var values = new TreeMap<String, String>();
    values.put("database.url", "jdbc:postgresql://db.example.com/halo");
    values.put("database.user", "halo");
    values.put("secrets.keys.first", KEY);
    values.put("tokens.jwks", "https://id.example.com/jwks.json");
    values.put("tokens.issuer", "https://id.example.com");
    values.put("tokens.audience", "superit-halo");
    return values;
  }

  private static Settings read(Map<String, String> values) {
    return Settings.read(new SettingsSource(values));
  }

  @Test
  void the_document_names_each_key_and_no_other() throws IOException {
    var asked = new AskedKeys(valid());
    var document = Files.readString(Path.of("..", "docs", "configuration.md"));
    var named = KEY_IN_TABLE.matcher(document).results().map(row -> row.group(1)).toList();

    Settings.read(new SettingsSource(asked));

    assertThat(named).doesNotHaveDuplicates().contains(BELOW);
    assertThat(asked.names)
        .containsExactlyInAnyOrderElementsOf(
            named.stream().filter(key -> !key.equals(BELOW)).toList());
  }

  /// Remembers the keys that it is asked for, but no variables of the environment.
  private static final class AskedKeys extends TreeMap<String, String> {
    private static final long serialVersionUID = 1L;

    private final transient Set<String> names = new TreeSet<>();

    AskedKeys(Map<String, String> values) {
      super(values);
    }

    @Override
    public String getOrDefault(Object key, String otherwise) {
      if (!key.toString().startsWith(SettingsSource.PREFIX)) {
        names.add(key.toString());
      }
      return super.getOrDefault(key, otherwise);
    }
  }

  @Test
  void the_way_to_tenants_may_lead_through_a_proxy() {
    var values = valid();
    values.put("halo.proxy.url", "http://proxy.example:3128");
    values.put("halo.proxy.user", "halo");
    values.put("SUPERIT_HALO_PROXY_PASSWORD", "hush");
    values.put("halo.proxy.except", "halo.acme.example, .inside.example");

    var proxy = read(values).halo().egress().proxy().orElseThrow();

    assertThat(proxy.host()).isEqualTo("proxy.example");
    assertThat(proxy.port()).isEqualTo(3128);
    assertThat(proxy.password().reveal()).isEqualTo("hush");
    assertThat(proxy.toString()).doesNotContain("hush");
    assertThat(proxy.except()).containsExactlyInAnyOrder("halo.acme.example", ".inside.example");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "webhooks.keep; 3d; must be a time such as 30s, 15m, 2h or 7d, from 35d to 400d",
        "webhooks.retry-after; 2h; must be a time such as 30s, 15m, 2h or 7d, from 1s to 1h",
        "SUPERIT_SECRETS_KEYS_A; x; is not read: give the only key as SUPERIT_SECRETS_KEY, several"
            + " as secrets.keys in the file"
      })
  void a_problem_is_told_in_the_words_of_the_documents(String key, String value, String problem) {
    var values = valid();
    values.put(key, value);

    assertThat(catchThrowableOfType(InvalidSettings.class, () -> read(values)).problems())
        .containsExactly(key + ": " + problem);
  }

  @ParameterizedTest
  @CsvSource({
    "halo.proxy.url, https://proxy.example:3128",
    "halo.proxy.url, http://proxy.example",
    "halo.proxy.url, http://user:word@proxy.example:3128",
    "halo.proxy.url, nonsense",
    "halo.proxy.user, halo",
    "halo.proxy.password, hush",
    "halo.proxy.except, a.example",
    "halo.ca-file, /nowhere/ca.pem",
    "halo.ca-file, pom.xml"
  })
  void a_wrong_way_to_tenants_is_named(String key, String value) {
    var values = valid();
    values.put(key, value);

    var refused = catchThrowableOfType(InvalidSettings.class, () -> read(values));

    assertThat(refused.problems()).singleElement().asString().startsWith(key + ": ");
    assertThat(refused.problems().toString()).doesNotContain("hush", "word@");
  }

  @Test
  void the_required_keys_are_enough() {
    var settings = read(valid());

    assertThat(settings.server().bind()).isEqualTo("127.0.0.1");
    assertThat(settings.halo().calls()).isEqualTo(Settings.Halo.LEARNED);
    assertThat(settings.halo().loopback()).isFalse();
    assertThat(settings.sync().poll()).isEqualTo(Duration.ofMinutes(15));
    assertThat(settings.sync().oldNotes()).isTrue();
    assertThat(settings.sync().historyKept()).isEqualTo(Duration.ofDays(90));
    assertThat(settings.seals().currentKey()).isEqualTo("first");
  }

  @Test
  void every_missing_key_is_named_at_once() {
    var refused = catchThrowableOfType(InvalidSettings.class, () -> read(Map.of()));

    assertThat(refused.problems())
        .extracting(problem -> problem.substring(0, problem.indexOf(':')))
        .containsExactlyInAnyOrder(
            "database.url",
            "database.user",
            "secrets.keys",
            "tokens.jwks",
            "tokens.issuer",
            "tokens.audience");
  }

  @ParameterizedTest
  @CsvSource({
    "server.port, 0",
    "server.port, 65536",
    "server.port, 'seven7'",
    "server.connections-per-address, 0",
    "server.connections-per-address, 2017",
    "server.public-url, ftp://unmistakable",
    "server.public-url, unmistakable",
    "database.url, unmistakable://db",
    "database.url, jdbc:postgresql://unmistakable/halo?password=hunter2",
    "database.query-connections, -17",
    "secrets.keys.first, c2hvcnQ=",
    "secrets.keys.first, AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
    "secrets.keys.first, not-base64!",
    "secrets.current-key, unmistakable",
    "tokens.jwks, http://unmistakable.example/jwks.json",
    "tokens.jwks, http://203.0.113.7/jwks.json",
    "tokens.jwks, ftp://unmistakable.example/jwks.json",
    "halo.rate-limit.calls, -17",
    "halo.rate-limit.window, 517",
    "halo.rate-limit.window, 17d",
    "sync.poll, 17ms",
    "sync.history.keep, 23h",
    "sync.history.keep, 401d",
    "webhooks.retry.attempts, -17",
    "webhooks.posts-per-second, -17",
    "webhooks.max-body-kib, 15",
    "webhooks.max-body-kib, 16385",
    "webhooks.read-time, 617ms",
    "webhooks.read-time, 617s",
    "webhooks.retry-after, 617ms",
    "webhooks.workers, 0",
    "webhooks.workers, 97",
    "webhooks.check, 17ms",
    "alerts.evaluate, 17ms",
    "webhooks.trusted-proxies, unmistakable",
    "webhooks.trusted-proxies, 10.0.0.17/8",
    "webhooks.retry.longest-pause, 17d",
    "halo.allowed-hosts, https://unmistakable.local",
    "halo.allowed-hosts, unmistakable.local:8443/halo",
    "halo.allowed-hosts, '10.0.0.7:443, *.unmistakable.local'",
    "alerts.allowed-hosts, unmistakable.local:https",
    "development.graphiql, unmistakable",
    "server.prot, unmistakable",
  })
  void a_wrong_value_or_key_is_named_and_not_printed(String key, String value) {
    var values = valid();
    values.put(key, value);

    var refused = catchThrowableOfType(InvalidSettings.class, () -> read(values));

    assertThat(refused.problems()).singleElement().asString().startsWith(key + ": ");
    var said = refused.problems().getFirst().substring(key.length());
    assertThat(said.replaceAll("from .* to .*", "")).doesNotContain(value);
    assertThat(refused.getMessage()).doesNotContain("hunter2", "unmistakable");
  }

  @Test
  void the_listener_counts_connections_as_configured_but_not_those_of_trusted_proxies()
      throws IOException {
    var values = valid();
    values.put("server.connections-per-address", "170");
    values.put("webhooks.trusted-proxies", "10.0.0.0/8");

    var limits = HttpLimits.of(read(values));

    assertThat(limits.connectionsPerAddress()).isEqualTo(170);
    assertThat(limits.proxies().contain(InetAddress.ofLiteral("10.0.0.17"))).isTrue();
    assertThat(limits.proxies().contain(InetAddress.ofLiteral("192.0.2.17"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://id.example.com/jwks.json",
        "http://127.0.0.1:9000/jwks.json",
        "http://localhost:9000/jwks.json",
        "/etc/superit/jwks.json"
      })
  void signing_keys_come_from_a_file_this_machine_or_by_https(String keys) {
    var values = valid();
    values.put("tokens.jwks", keys);

    assertThat(read(values).tokens().keys().toString()).endsWith("/jwks.json");
  }

  @Test
  void a_host_that_is_listed_twice_counts_once() {
    var values = valid();
    values.put("halo.allowed-hosts", "halo.example.com:8443, halo.example.com:8443");

    assertThat(read(values).halo().hosts()).containsExactly("halo.example.com:8443");
  }

  @Test
  void hosts_are_listed_as_they_are_compared() {
    var values = valid();
    values.put("halo.allowed-hosts", "Halo.Local:8443, halo.local, 10.0.0.7:443, [fd00::7]:443");

    assertThat(read(values).halo().hosts())
        .containsExactlyInAnyOrder(
            "halo.local:8443", "halo.local", "10.0.0.7:443", "[fd00::7]:443");
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://a.example", "a.example:443", "*.a.example", "a.example/"})
  void what_never_matches_a_host_is_no_exception_from_the_proxy(String except) {
    var values = valid();
    values.put("halo.proxy.url", "http://proxy.example:3128");
    values.put("halo.proxy.except", except);

    var refused = catchThrowableOfType(InvalidSettings.class, () -> read(values));

    assertThat(refused.problems()).singleElement().asString().startsWith("halo.proxy.except: ");
  }

  @Test
  void trusted_proxies_are_addresses_and_ranges() {
    var values = valid();
    values.put("webhooks.trusted-proxies", "10.0.0.0/8, 2001:db8::1");

    var receiving = read(values).receiving();

    assertThat(receiving.proxies().ranges())
        .extracting(range -> range.text())
        .containsExactlyInAnyOrder("10.0.0.0/8", "2001:db8:0:0:0:0:0:1/128");
    assertThat(receiving.limits()).isEqualTo(WebhookLimits.DEFAULT);
    assertThat(receiving.workers()).isEqualTo(2);
  }

  @Test
  void the_limits_of_deliveries_can_be_chosen() {
    var values = valid();
    values.put("webhooks.max-body-kib", "2048");
    values.put("webhooks.read-time", "20s");
    values.put("webhooks.retry-after", "1m");
    values.put("webhooks.posts-per-second", "7");
    values.put("webhooks.workers", "3");

    var receiving = read(values).receiving();

    assertThat(receiving.limits())
        .isEqualTo(
            new WebhookLimits(2 << 20, 8 << 20, Duration.ofSeconds(20), Duration.ofMinutes(1), 7));
    assertThat(receiving.workers()).isEqualTo(3);
  }

  @Test
  void the_environment_wins_over_the_file() throws IOException {
    var file = file("server:\n  port: 9000\n", "rw-r-----");

    var source = SettingsSource.of(file, Map.of("SUPERIT_SERVER_PORT", "9001", "PATH", "/bin"));

    assertThat(new SettingsReader(source).number("server.port", 1, 1, 65_535)).isEqualTo(9001);
  }

  @Test
  void an_unknown_variable_is_named() {
    var values = valid();
    values.put("SUPERIT_SERVER_PROT", "1");

    assertThatThrownBy(() -> read(values)).hasMessageContaining("SUPERIT_SERVER_PROT");
  }

  @ParameterizedTest
  @CsvSource({"'a: 1\na: 2\n', line 2", "'a: [1\n', line", "'\ta: 1\n', line 1"})
  void a_broken_file_is_refused_with_the_line(String content, String where) throws IOException {
    var file = file(content, "rw-r-----");

    assertThatThrownBy(() -> SettingsSource.of(file, Map.of()))
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining(where);
  }

  @Test
  void a_file_that_everybody_can_read_is_refused() throws IOException {
    var file = file("a: 1\n", "rw-r--r--");

    assertThatThrownBy(() -> SettingsSource.of(file, Map.of())).hasMessageContaining("chmod");
  }

  @ParameterizedTest
  @CsvSource({"development.graphiql", "development.loopback-tenants"})
  void development_switches_are_refused_where_others_reach_the_service(String key) {
    var values = valid();
    values.put("server.public-url", "https://203.0.113.7");
    values.put(key, "true");

    assertThatThrownBy(() -> read(values)).hasMessageContaining(key);
  }

  @Test
  void others_reach_the_service_by_https_only() {
    var values = valid();
    values.put("server.public-url", "http://203.0.113.7");

    assertThatThrownBy(() -> read(values)).hasMessageContaining("server.public-url");
  }

  private Path file(String content, String permissions) throws IOException {
    var file = Files.writeString(folder.resolve("halo.yaml"), content);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }
}
