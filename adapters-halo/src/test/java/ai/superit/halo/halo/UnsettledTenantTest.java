package ai.superit.halo.halo;

import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.domain.ticket.Lookup;
import ai.superit.halo.simulator.Quirks;
import ai.superit.halo.simulator.Quirks.StatusTypes;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Tenants that mean or do something else where no public source settles it.
class UnsettledTenantTest {
  static Stream<StatusTypes> statusTypes() {
    return Stream.of(
        new StatusTypes(0, 1, 2),
        new StatusTypes(0, 2, 1),
        new StatusTypes(2, 1, 0),
        new StatusTypes(2, 3, 9),
        // Tells nothing.
        new StatusTypes(2, 2, 2));
  }

  @ParameterizedTest
  @MethodSource("statusTypes")
  void closing_statuses_are_known_whatever_the_types_mean(StatusTypes types) {
    var codes = Quirks.defaults().codes().with(types);

    try (var tenant = tenant(Quirks.defaults().with(codes))) {
      assertThat(tenant.tenant().lookups().rows())
          .filteredOn(Lookup::closing)
          .extracting(Lookup::name)
          .containsExactly("Closed");
    }
  }

  private static SimulatedTenant tenant(Quirks quirks) {
    return new SimulatedTenant(made -> made.quirks(quirks));
  }
}
