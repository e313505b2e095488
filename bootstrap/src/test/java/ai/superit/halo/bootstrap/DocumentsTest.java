package ai.superit.halo.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.connection.Diagnosis;
import ai.superit.halo.domain.team.Route;
import ai.superit.halo.graphql.GraphqlLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What the documents name is there: pages, headings, classes, probes and reasons.
class DocumentsTest {
  private static final Path ROOT = Path.of("..");
  private static final Path README = ROOT.resolve("README.md");
  private static final Path DOCS = ROOT.resolve("docs");
  private static final Path TROUBLESHOOTING = DOCS.resolve("troubleshooting.md");
  private static final Pattern LINK = Pattern.compile("]\\(([^)#:]*)(?:#([^)]*))?\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");
  private static final Pattern CODE = Pattern.compile("\"([A-Z]+(?:_[A-Z]+)+)\"");
  private static final Pattern CLASS = Pattern.compile("`([A-Z][a-z]+[A-Za-z]*)(?:\\.[a-z]\\w*)?`");

  static List<Path> pages() throws IOException {
    try (var files = Files.list(DOCS)) {
      return files.sorted().toList();
    }
  }

  static List<Path> documents() throws IOException {
    return Stream.concat(Stream.of(README), pages().stream()).toList();
  }

  @ParameterizedTest
  @MethodSource("documents")
  void every_link_leads_somewhere(Path document) throws IOException {
    var links = LINK.matcher(Files.readString(document)).results().toList();

    assertThat(links).allMatch(link -> leadsSomewhere(document, link));
  }

  private static boolean leadsSomewhere(Path document, MatchResult link) {
    var path = link.group(1);
    var target = path.isEmpty() ? document : document.resolveSibling(path);
    try {
      return Files.exists(target)
          && (link.group(2) == null || anchors(target).contains(link.group(2)));
    } catch (IOException unreadable) {
      return false;
    }
  }

  private static Set<String> anchors(Path document) throws IOException {
    return HEADING
        .matcher(Files.readString(document))
        .results()
        .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^a-z0-9 _-]", "").replace(' ', '-'))
        .collect(Collectors.toSet());
  }

  @ParameterizedTest
  @MethodSource("pages")
  void the_readme_leads_to_every_page(Path page) throws IOException {
    assertThat(Files.readString(README)).contains("(" + ROOT.relativize(page) + ")");
  }

  @Test
  void every_class_that_the_architecture_names_exists() throws IOException {
    var named =
        CLASS
            .matcher(Files.readString(DOCS.resolve("architecture.md")))
            .results()
            .map(name -> name.group(1))
            .toList();

    assertThat(named).hasSizeGreaterThan(50).allMatch(classes()::contains);
  }

  private static Set<String> classes() throws IOException {
    var classes = new HashSet<String>();
    try (var modules = Files.newDirectoryStream(ROOT, "*")) {
      for (var module : modules) {
        classes.addAll(classes(module.resolve("src")));
      }
    }
    return classes;
  }

  private static Set<String> classes(Path sources) throws IOException {
    if (Files.notExists(sources)) {
      return Set.of();
    }
    try (var files = Files.walk(sources)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".java"))
          .map(name -> name.replace(".java", ""))
          .collect(Collectors.toSet());
    }
  }

  @ParameterizedTest
  @EnumSource
  void every_probe_has_its_cure(Diagnosis.Probe probe) throws IOException {
    assertThat(rows()).anyMatch(row -> row.contains("`" + probe + "`"));
  }

  @ParameterizedTest
  @EnumSource
  void every_reason_of_a_route_has_its_cure(Route.Reason reason) throws IOException {
    assertThat(rows()).anyMatch(row -> row.contains("`" + reason + "`"));
  }

  /// The words that callers and people see, as the sources have them.
  @ParameterizedTest
  @CsvSource({
    "bootstrap/src/main/java/ai/superit/halo/bootstrap/Readiness.java, docs/troubleshooting.md",
    "adapters-graphql/src/main/java/ai/superit/halo/graphql/FieldFailure.java, docs/graphql.md"
  })
  void every_code_is_explained(String source, String document) throws IOException {
    var codes =
        CODE.matcher(Files.readString(ROOT.resolve(source)))
            .results()
            .map(code -> '`' + code.group(1) + '`');

    assertThat(Files.readString(ROOT.resolve(document))).contains(codes.toList());
  }

  @Test
  void every_limit_of_a_document_is_named() throws IOException {
    var document = GraphqlLimits.defaults().document();
    var named = Files.readString(DOCS.resolve("graphql.md")).replaceAll("\\s+", " ");

    assertThat(named)
        .contains(
            "%,d characters".formatted(document.characters()),
            "%,d tokens".formatted(document.tokens()),
            "%d deep, and".formatted(document.nesting()),
            "%,d fields".formatted(document.fields()),
            "depth %d".formatted(document.depth()),
            "%d aliases".formatted(document.aliases()),
            "%d root fields".formatted(document.rootFields()),
            "%d directives".formatted(document.directives()),
            "%d times the same field".formatted(document.repeats()),
            "%d variables".formatted(GraphqlLimits.defaults().input().variables()),
            "%d deep.".formatted(GraphqlLimits.defaults().input().nesting()));
  }

  private static List<String> rows() throws IOException {
    return Files.readAllLines(TROUBLESHOOTING).stream()
        .filter(line -> line.startsWith("| "))
        .toList();
  }
}
