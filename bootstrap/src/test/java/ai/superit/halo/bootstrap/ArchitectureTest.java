package ai.superit.halo.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ArchitectureTest {
  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages(LayerRules.BASE);

  static Stream<String> layers() {
    return LayerRules.all().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("layers")
  void a_layer_depends_only_on_what_it_may(String layer) {
    var rule = LayerRules.of(layer);

    rule.check(PRODUCT);
  }

  @ParameterizedTest
  @MethodSource("layers")
  void a_rule_catches_a_class_that_breaks_it(String layer) {
    var fixture = LayerRules.BASE + "." + layer + ".violation";
    var violating = new ClassFileImporter().importPackages(fixture);
    assertThat(violating).isNotEmpty();

    var rule = LayerRules.of(layer);

    assertThatThrownBy(() -> rule.check(violating))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("BreaksTheRule");
  }

  @Test
  void a_use_case_that_reads_files_is_caught() {
    var violating =
        new ClassFileImporter().importPackages(LayerRules.BASE + ".application.violation");

    var rule = LayerRules.of("application");

    assertThatThrownBy(() -> rule.check(violating)).hasMessageContaining("ReadsFiles");
  }

  @Test
  void every_module_has_a_rule_but_the_composition_root_and_its_tools() {
    var layers =
        PRODUCT.stream()
            .map(type -> type.getPackageName().substring(LayerRules.BASE.length() + 1))
            .map(name -> name.replaceAll("\\..*", ""))
            .distinct();

    assertThat(layers)
        .allMatch(l -> LayerRules.all().containsKey(l) || Set.of("bootstrap").contains(l));
  }
}
