package ai.superit.halo.bootstrap;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static java.util.Objects.requireNonNull;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What each layer may depend on: everything that is not listed is forbidden. Packages are named as
/// text; that no name is misspelt is shown by a class per layer that breaks its rule and must be
/// caught.
final class LayerRules {
  static final String BASE = "ai.superit.halo";

  private static final String JSPECIFY = "org.jspecify.annotations..";

  /// What values and rules need; files, connections and databases are not in it.
  private static final List<String> PURE =
      List.of(
          "java.lang..",
          "java.math..",
          "java.nio.charset..",
          "java.text..",
          "java.time..",
          "java.util",
          "java.util.function..",
          "java.util.regex..",
          "java.util.stream..",
          JSPECIFY);

  /// What use cases need besides: they do several things at once. Files and connections are not in
  /// it either.
  private static final List<String> USE_CASES =
      Stream.concat(PURE.stream(), Stream.of("java.util.concurrent..", BASE + ".domain.."))
          .toList();

  /// Addresses and digests as values: what they are is computed, nothing is looked up.
  private static final Class<?>[] VALUES = {
    URI.class,
    URISyntaxException.class,
    InetAddress.class,
    MessageDigest.class,
    NoSuchAlgorithmException.class
  };

  private static final List<String> LANGUAGE = List.of("java..", JSPECIFY);
  private static final List<String> CORE =
      List.of(BASE + ".domain..", BASE + ".application..", "org.slf4j..");

  private LayerRules() {}

  static ArchRule of(String layer) {
    return requireNonNull(all().get(layer), "no rule for " + layer);
  }

  /// The rules by layer.
  static Map<String, ArchRule> all() {
    var rules = new LinkedHashMap<String, ArchRule>();
    rules.put(
        "domain",
        only("domain", "the rules must be testable and readable without any technology", PURE));
    rules.put(
        "application",
        only(
            "application",
            "use cases reach files, networks and databases through ports only",
            USE_CASES,
            SecureRandom.class));
    rules.put(
        "egress",
        layer(
            "egress",
            "it is a way, and knows neither what goes on it nor the use cases",
            BASE + ".domain.connection..",
            "javax.net.ssl..",
            "io.helidon.."));
    rules.put(
        "halo",
        adapter(
            "halo",
            "it talks HTTP and JSON to HaloPSA and knows no other adapter",
            BASE + ".egress..",
            "javax.net.ssl..",
            "io.helidon..",
            "tools.jackson.."));
    rules.put(
        "persistence",
        adapter(
            "persistence",
            "it talks SQL to PostgreSQL, seals secrets, and knows no other adapter",
            "javax.crypto..",
            "javax.sql..",
            "org.jdbi..",
            "com.zaxxer.hikari..",
            "org.postgresql..",
            "org.flywaydb..",
            "com.nimbusds..",
            "io.leangen.geantyref.."));
    rules.put(
        "graphql",
        adapter(
            "graphql",
            "it answers GraphQL over HTTP, checks tokens, makes HTML safe, and knows no other adapter",
            "io.helidon..",
            "graphql..",
            "org.jsoup..",
            "com.nimbusds..",
            "com.github.benmanes.caffeine..",
            "tools.jackson.."));
    rules.put(
        "webhook",
        adapter(
            "webhook",
            "it receives deliveries over HTTP without interpreting them, and knows no other adapter",
            "io.helidon..",
            "javax.crypto.."));
    rules.put(
        "authorisation",
        adapter(
            "authorisation",
            "it shows pages to browsers on their way to HaloPSA and back, and knows no other"
                + " adapter",
            "io.helidon.."));
    rules.put(
        "notification",
        adapter(
            "notification",
            "it posts messages and sends mail, does not decide about retries, and knows no other"
                + " adapter",
            BASE + ".egress..",
            "javax.crypto..",
            "javax.net.ssl..",
            "io.helidon..",
            "jakarta.mail..",
            "org.eclipse.angus..",
            "tools.jackson.."));
    rules.put(
        "simulator",
        layer(
            "simulator",
            "a simulator that knew our modules would share their misunderstandings",
            "javax.crypto..",
            "org.slf4j..",
            "io.helidon..",
            "tools.jackson.."));
    return rules;
  }

  private static ArchRule adapter(String name, String because, String... libraries) {
    var allowed = new ArrayList<>(CORE);
    allowed.addAll(List.of(libraries));
    return layer(name, because, allowed.toArray(String[]::new));
  }

  private static ArchRule layer(String name, String because, String... further) {
    var allowed = new ArrayList<>(LANGUAGE);
    allowed.addAll(List.of(further));
    return only(name, because, allowed);
  }

  /// @param types that may be used though their packages may not
  private static ArchRule only(
      String name, String because, List<String> others, Class<?>... types) {
    var allowed = new ArrayList<>(others);
    allowed.add(BASE + "." + name + "..");
    return classes()
        .that(resideInAPackage(BASE + "." + name + ".."))
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(allowed.toArray(String[]::new))
                .or(belongToAnyOf(VALUES))
                .or(belongToAnyOf(types))
                .or(describe("primitive", LayerRules::isPrimitive)))
        .because(because);
  }

  private static boolean isPrimitive(JavaClass type) {
    return type.getBaseComponentType().isPrimitive();
  }
}
