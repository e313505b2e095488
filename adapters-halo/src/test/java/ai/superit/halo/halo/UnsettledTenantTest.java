package ai.superit.halo.halo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.sync.PageQuery;
import ai.superit.halo.application.sync.PageQuery.Section;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.connection.Grant;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.ticket.Lookup;
import ai.superit.halo.simulator.Kind;
import ai.superit.halo.simulator.Quirks;
import ai.superit.halo.simulator.Quirks.Deletes;
import ai.superit.halo.simulator.Quirks.FirstRecords;
import ai.superit.halo.simulator.Quirks.SlaStates;
import ai.superit.halo.simulator.Quirks.StatusTypes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

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

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 422})
  void a_scope_that_is_not_granted_is_named_whatever_the_status(int status) {
    var tokens = Quirks.defaults().tokens().refusing(status, 400);
    try (var tenant = tenant(Quirks.defaults().with(tokens))) {
      tenant.control().allowScopes("read:tickets");

      assertThatExceptionOfType(HaloUnavailable.class)
          .isThrownBy(() -> tenant.tenant().lookups())
          .withMessageContaining("does not grant the scope")
          .extracting(HaloUnavailable::reason)
          .isEqualTo(HaloUnavailable.Cause.FORBIDDEN);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 422})
  void a_consent_that_is_gone_is_recognised_whatever_the_status(int status) {
    var tokens = Quirks.defaults().tokens().refusing(400, status);
    try (var tenant = tenant(Quirks.defaults().with(tokens))) {
      var config = tenant.config;
      var access = tenant.access(config.tenant(), config.clientSecret(), Grant.AUTHORIZATION_CODE);
      var call = SignIn.refresh(access, new Secret("spent"));

      var answer =
          tenant.calls().send(tenant.connection, Lane.PERSON, Lane.PERSON.patience(), call);

      assertThat(answer.status()).isEqualTo(status);
      assertThat(TokenReply.isGrantGone(answer)).isTrue();
    }
  }

  @Test
  void a_ticket_is_the_same_whatever_its_marks_mean() {
    var codes = Quirks.defaults().codes().with(new SlaStates("met", "missed")).markingClosed();
    try (var usual = tenant(Quirks.defaults());
        var odd = tenant(Quirks.defaults().with(codes))) {
      for (var section : List.of(Section.OPEN, Section.CLOSED)) {
        var query = new PageQuery(1, section, Optional.empty());

        var rows = odd.tenant().tickets(query).rows();

        assertThat(rows).isNotEmpty().isEqualTo(usual.tenant().tickets(query).rows());
        var id = rows.getFirst().id();
        assertThat(odd.tenant().findTicket(id)).isEqualTo(usual.tenant().findTicket(id));
      }
    }
  }

  @Test
  void what_a_deletion_only_switches_off_is_there_and_inactive() {
    try (var tenant = tenant(Quirks.defaults().with(new Deletes(false, true, true, true)))) {
      var client = tenant.control().create(Kind.CLIENT, Map.of("name", "New"));

      tenant.control().delete(Kind.CLIENT, client);

      assertThat(tenant.tenant().findClient(new ClientId(client)).orElseThrow().active()).isFalse();
    }
  }

  @Test
  void a_client_without_a_site_is_read() {
    var writing = Quirks.defaults().writing().with(FirstRecords.NONE);
    try (var tenant = tenant(Quirks.defaults().with(writing))) {
      var client = tenant.control().create(Kind.CLIENT, Map.of("name", "New"));

      assertThat(tenant.tenant().findClient(new ClientId(client)).orElseThrow().name())
          .isEqualTo("New");
    }
  }

  private static SimulatedTenant tenant(Quirks quirks) {
    return new SimulatedTenant(made -> made.quirks(quirks));
  }
}
