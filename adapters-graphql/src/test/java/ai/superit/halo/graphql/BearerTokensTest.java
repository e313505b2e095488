package ai.superit.halo.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class BearerTokensTest {
  private static final TokenIssuer ISSUER = new TokenIssuer();

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
  private final BearerTokens tokens = tokens(keys(ISSUER.keys()), now::get);

  @ParameterizedTest
  @CsvSource({"RS256, rsa", "ES256, ec", "EdDSA, ed"})
  void accepts_a_token_of_each_algorithm(String algorithm, String key) {
    var token = verify(ISSUER.token(algorithm, key, TokenIssuer.claims())).orElseThrow();

    assertThat(token.subject()).isEqualTo("user-1");
    assertThat(token.role()).isEqualTo(VerifiedToken.Role.AGENT);
    assertThat(token.teams()).containsExactly("north", "south");
    assertThat(token.expiresAt()).isAfter(Instant.now());
  }

  static Stream<Arguments> harmless() {
    return Stream.of(
        Arguments.of("audience among others", ISSUER.tokenWith("aud", hundredAudiences())),
        Arguments.of("access token type", ISSUER.tokenWithHeader("typ", "at+jwt")),
        Arguments.of("expired within the skew", ISSUER.tokenWith("exp", seconds(-20))),
        Arguments.of("issued within the skew", ISSUER.tokenWith("iat", seconds(20))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("harmless")
  void accepts_what_the_rules_allow(String what, String token) {
    assertThat(verify(token)).isPresent();
  }

  static Stream<Arguments> claims() {
    return Stream.of(
        claim("iss", "https://other.test"),
        claim("iss", null),
        claim("iss", List.of(TokenIssuer.ISSUER)),
        claim("aud", "other"),
        claim("aud", null),
        claim("aud", List.of()),
        claim("aud", Collections.nCopies(101, TokenIssuer.AUDIENCE)),
        claim("aud", List.of(TokenIssuer.AUDIENCE, 7)),
        claim("exp", null),
        claim("exp", seconds(-31)),
        claim("exp", "" + seconds(600)),
        claim("exp", seconds(600) + 0.5),
        claim("exp", 1e300),
        claim("exp", -1),
        claim("exp", Long.MAX_VALUE),
        claim("nbf", seconds(60)),
        claim("nbf", "soon"),
        claim("iat", seconds(60)),
        claim("role", "admin"),
        claim("role", "Agent"),
        claim("role", null),
        claim("role", List.of("agent")),
        claim("teams", null),
        claim("teams", List.of()),
        claim("teams", "north"),
        claim("teams", List.of(" ")),
        claim("teams", List.of("north team")),
        claim("teams", List.of("a\0b")),
        claim("teams", List.of(1)),
        claim("teams", Collections.nCopies(101, "x")),
        claim("sub", null),
        claim("sub", ""),
        claim("sub", "a\0b"));
  }

  @ParameterizedTest(name = "{0} = {1}")
  @MethodSource("claims")
  void refuses_claims_that_break_a_rule(String claim, @Nullable Object value) {
    assertThat(verify(ISSUER.tokenWith(claim, value))).isEmpty();
  }

  static Stream<Arguments> headers() {
    return Stream.of(
        Arguments.of("jku", "https://evil.test/keys"),
        Arguments.of("x5u", "https://evil.test/cert"),
        Arguments.of("jwk", Map.of("kty", "EC")),
        Arguments.of("x5c", List.of("AAAA")),
        Arguments.of("crit", List.of("exp")),
        Arguments.of("b64", false),
        Arguments.of("zip", "DEF"),
        Arguments.of("typ", "logout+jwt"),
        Arguments.of("typ", List.of("JWT")),
        Arguments.of("kid", "../../dev/null"),
        Arguments.of("kid", "' or 1=1 --"),
        Arguments.of("kid", "https://evil.test/key"),
        Arguments.of("kid", "x".repeat(5_000)),
        Arguments.of("kid", "rsa"),
        Arguments.of("kid", 7),
        Arguments.of("alg", "none"),
        Arguments.of("alg", "None"),
        Arguments.of("alg", "nOnE"),
        Arguments.of("alg", List.of("ES256")),
        Arguments.of("alg", "ES384"),
        Arguments.of("alg", "HS256"));
  }

  @ParameterizedTest(name = "{0} = {1}")
  @MethodSource("headers")
  void refuses_headers_that_break_a_rule(String name, Object value) {
    assertThat(verify(ISSUER.tokenWithHeader(name, value))).isEmpty();
  }

  static Stream<Arguments> spellings() {
    var good = ISSUER.token();
    var signed = good.substring(0, good.lastIndexOf('.'));
    var claims = signed.substring(signed.indexOf('.') + 1);
    return Stream.of(
        Arguments.of("nothing", ""),
        Arguments.of("two parts", signed),
        Arguments.of("no signature", signed + "."),
        Arguments.of("six parts", good + "." + good),
        Arguments.of("padding", good + "=="),
        Arguments.of("space at the end", good + " "),
        Arguments.of("space within", good.replace(claims, claims + " ")),
        Arguments.of("line break within", good.replace(claims, claims + "\n")),
        Arguments.of("unused bits", unusedBits(good)),
        Arguments.of("JSON form", "{\"payload\":\"" + claims + "\"}"),
        Arguments.of("nested", ISSUER.sign("{\"alg\":\"ES256\",\"kid\":\"ec\"}", good)),
        Arguments.of("no algorithm", ISSUER.sign(Map.of("kid", "ec"), TokenIssuer.claims())),
        Arguments.of("no key id", ISSUER.sign(Map.of("alg", "ES256"), TokenIssuer.claims())),
        Arguments.of("repeated claim", repeatedClaim()),
        Arguments.of("too long", ISSUER.tokenWith("note", "x".repeat(9_000))),
        Arguments.of("zero signature", signed + "." + encode(new byte[64])),
        Arguments.of("r=s=n", signed + "." + encode(order(), order())),
        Arguments.of("r=0", signed + "." + encode(new byte[32], order())),
        Arguments.of("DER signature", signed + "." + encode(ISSUER.derSignature(ascii(signed)))),
        Arguments.of("63 bytes", signed + "." + encode(new byte[63])),
        Arguments.of("65 bytes", signed + "." + encode(new byte[65])));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("spellings")
  void refuses_every_other_spelling_and_signature(String what, String token) {
    assertThat(verify(token)).isEmpty();
  }

  @Test
  void refuses_a_shared_secret_made_of_a_public_key() throws Exception {
    var key = ISSUER.keys().getKeyByKeyId("rsa").toRSAKey().toRSAPublicKey().getEncoded();
    var pem = "-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder().encodeToString(key);
    for (var secret : List.of(key, ascii(pem), ascii(pem + "\n"))) {
      var token = ISSUER.sign(Map.of("alg", "HS256", "kid", "rsa"), TokenIssuer.claims());
      var signed = token.substring(0, token.lastIndexOf('.'));
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));

      assertThat(verify(signed + "." + encode(mac.doFinal(ascii(signed))))).isEmpty();
    }
  }

  @Test
  void refuses_a_key_id_that_two_keys_share() {
    var twice = new JWKSet(List.of(ISSUER.rsaKey("same"), ISSUER.rsaKey("same")));
    var token = ISSUER.token("RS256", "same", TokenIssuer.claims());

    assertThat(tokens(keys(twice), now::get).verify(List.of("Bearer " + token))).isEmpty();
  }

  @Test
  void takes_one_authorization_header_of_the_bearer_scheme() {
    var token = ISSUER.token();

    assertThat(tokens.verify(List.of("bearer " + token))).isPresent();
    assertThat(tokens.verify(List.of())).isEmpty();
    assertThat(tokens.verify(List.of("Bearer " + token, "Bearer " + token))).isEmpty();
    assertThat(tokens.verify(List.of("Basic " + token))).isEmpty();
    assertThat(tokens.verify(List.of(token))).isEmpty();
    assertThat(tokens.verify(List.of("Bearer " + "x".repeat(100_000)))).isEmpty();
  }

  @Test
  void remembers_a_token_but_not_beyond_its_expiry() {
    var looks = new AtomicInteger();
    var counted =
        tokens(
            id -> {
              looks.incrementAndGet();
              return keys(ISSUER.keys()).withId(id);
            },
            now::get);
    var header = List.of("Bearer " + ISSUER.tokenWith("exp", seconds(30)));

    assertThat(counted.verify(header)).isPresent();
    assertThat(counted.verify(header)).isPresent();
    assertThat(looks).hasValue(1);
    now.set(now.get().plusSeconds(90));
    assertThat(counted.verify(header)).isEmpty();
  }

  @Test
  void reads_the_key_file_again_when_it_has_changed(@TempDir Path folder) throws IOException {
    var file = folder.resolve("keys.json");
    Files.writeString(file, new JWKSet().toString());
    var watched = tokens(SigningKeys.in(file), now::get);
    var header = List.of("Bearer " + ISSUER.token());

    assertThat(watched.verify(header)).isEmpty();
    Files.writeString(file, ISSUER.keys().toString());
    assertThat(watched.verify(header)).isPresent();
    Files.writeString(file, "broken");
    assertThat(watched.verify(List.of("Bearer " + ISSUER.token()))).isPresent();
  }

  @Test
  void fetches_keys_from_an_address_and_asks_rarely_for_unknown_ones() throws IOException {
    var asked = new AtomicInteger();
    withKeysAt(
        asked::incrementAndGet,
        remote -> {
          assertThat(remote.verify(List.of("Bearer " + ISSUER.token()))).isPresent();
          assertUnknownKeysAreRefused(remote);
          assertThat(asked.get()).isLessThanOrEqualTo(3);
        });
  }

  @Test
  void warns_once_of_keys_that_cannot_be_had_however_many_tokens_come(@TempDir Path folder)
      throws IOException {
    var file = Files.writeString(folder.resolve("keys.json"), new JWKSet().toString());
    var fromFile = tokens(SigningKeys.in(file), now::get);
    var fromAddress = tokens(SigningKeys.at(URI.create("http://127.0.0.1:1/keys")), now::get);
    Files.delete(file);

    var warnings =
        warningsOf(() -> {
          for (int i = 0; i < 50; i++) {
            var header = List.of("Bearer " + ISSUER.tokenWithHeader("kid", "unknown-" + i));
            assertThat(fromFile.verify(header)).isEmpty();
            assertThat(fromAddress.verify(header)).isEmpty();
          }
        });

    assertThat(warnings).filteredOn(warning -> warning.startsWith("signing_keys")).hasSize(2);
  }

  @Test
  void warns_once_of_a_key_that_nobody_published() throws IOException {
    withKeysAt(
        () -> {},
        remote ->
            assertThat(warningsOf(() -> assertUnknownKeysAreRefused(remote)))
                .containsExactly("bearer_token event=refused reason=kid"));
  }

  @Test
  void says_once_for_each_reason_why_tokens_are_refused() {
    var warnings =
        warningsOf(() -> {
          for (int i = 0; i < 2; i++) {
            assertThat(verify(ISSUER.tokenWith("aud", "other-" + i))).isEmpty();
            assertThat(verify(ISSUER.tokenWith("teams", List.of()))).isEmpty();
            assertThat(verify("no-token-" + i)).isEmpty();
          }
        });

    assertThat(warnings)
        .containsExactly(
            "bearer_token event=refused reason=aud",
            "bearer_token event=refused reason=teams",
            "bearer_token event=refused reason=segments");
  }

  /// Serves the issuer's keys over HTTP while the test runs.
  private void withKeysAt(Runnable eachTime, Consumer<BearerTokens> test) throws IOException {
    var server =
        com.sun.net.httpserver.HttpServer.create(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/keys",
        exchange -> {
          eachTime.run();
          var body = ISSUER.keys().toString().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try {
      var address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/keys");
      test.accept(tokens(SigningKeys.at(address), now::get));
    } finally {
      server.stop(0);
    }
  }

  private static void assertUnknownKeysAreRefused(BearerTokens tokens) {
    for (int i = 0; i < 50; i++) {
      var unknown = ISSUER.tokenWithHeader("kid", "unknown-" + i);
      assertThat(tokens.verify(List.of("Bearer " + unknown))).isEmpty();
    }
  }

  /// Of this thread: other tests refuse tokens at the same time.
  private static List<String> warningsOf(Runnable work) {
    var logger = Loggers.of(BearerTokens.class.getPackageName());
    var events = Loggers.appender();
    events.start();
    logger.addAppender(events);
    try {
      work.run();
    } finally {
      logger.detachAppender(events);
    }
    return events.list.stream()
        .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
        .filter(event -> event.getThreadName().equals(Thread.currentThread().getName()))
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  @Test
  void refuses_a_bad_token_within_a_millisecond() {
    var bad = new ArrayList<String>();
    for (int i = 0; i < 2_000; i++) {
      var good = ISSUER.tokenWith("note", i);
      bad.add(good.substring(0, good.lastIndexOf('.')) + "." + encode(new byte[64]));
    }
    bad.subList(0, 1_000).forEach(token -> assertThat(verify(token)).isEmpty());

    long fastest = Long.MAX_VALUE;
    for (int first = 1_000; first < 2_000; first += 100) {
      long start = System.nanoTime();
      bad.subList(first, first + 100).forEach(this::verify);
      fastest = Math.min(fastest, System.nanoTime() - start);
    }

    assertThat(Duration.ofNanos(fastest).dividedBy(100)).isLessThan(Duration.ofMillis(1));
  }

  private Optional<VerifiedToken> verify(String token) {
    return tokens.verify(List.of("Bearer " + token));
  }

  private static BearerTokens tokens(SigningKeys keys, Supplier<Instant> clock) {
    InstantSource source = clock::get;
    return new BearerTokens(
        keys, new TokenClaims(TokenIssuer.ISSUER, TokenIssuer.AUDIENCE), source);
  }

  private static SigningKeys keys(JWKSet set) {
    return id -> set.getKeys().stream().filter(key -> id.equals(key.getKeyID())).toList();
  }

  private static Arguments claim(String name, @Nullable Object value) {
    return Arguments.of(name, value);
  }

  private static long seconds(int fromNow) {
    return Instant.now().getEpochSecond() + fromNow;
  }

  private static List<String> hundredAudiences() {
    var audiences = new ArrayList<>(Collections.nCopies(99, "other"));
    audiences.add(TokenIssuer.AUDIENCE);
    return audiences;
  }

  // A last character whose low bits do not belong to any byte decodes to the same signature.
  private static String unusedBits(String token) {
    var alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    int last = alphabet.indexOf(token.charAt(token.length() - 1));
    return token.substring(0, token.length() - 1) + alphabet.charAt(last ^ 1);
  }

  private static String repeatedClaim() {
    var claims = new HashMap<>(TokenIssuer.claims());
    var json = new tools.jackson.databind.json.JsonMapper().writeValueAsString(claims);
    return ISSUER.sign(
        "{\"alg\":\"ES256\",\"kid\":\"ec\"}", json.replace("{", "{\"role\":\"manager\","));
  }

  private static byte[] order() {
    return java.util.HexFormat.of()
        .parseHex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");
  }

  private static String encode(byte[]... parts) {
    byte[] all = new byte[0];
    for (byte[] part : parts) {
      int length = all.length;
      all = Arrays.copyOf(all, length + part.length);
      System.arraycopy(part, 0, all, length, part.length);
    }
    return TokenIssuer.encode(all);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
