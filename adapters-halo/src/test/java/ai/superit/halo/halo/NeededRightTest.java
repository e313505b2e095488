package ai.superit.halo.halo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.application.connection.HaloUnavailable.Cause;
import ai.superit.halo.application.sync.PageQuery;
import ai.superit.halo.application.sync.PageQuery.Section;
import ai.superit.halo.domain.connection.Capability;
import ai.superit.halo.simulator.Fault;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What a connection does not ask for is told apart from what Halo does not grant.
class NeededRightTest {
  private static final PageQuery FIRST = new PageQuery(1, Section.ALL, Optional.empty());

  private final SimulatedTenant simulated = new SimulatedTenant();

  @AfterEach
  void stop() {
    simulated.close();
  }

  @Test
  void a_list_that_is_not_asked_for_is_put_down_to_the_connection() {
    simulated.wanted = Set.of(Capability.READ_TICKETS);

    assertThatThrownBy(() -> simulated.tenant().assets(FIRST))
        .hasMessage(
            "GET /Asset is forbidden (403), because the connection does not ask for read:assets:"
                + " call setHaloCapabilities with READ_ASSETS, or do without.")
        .asInstanceOf(InstanceOfAssertFactories.type(HaloUnavailable.class))
        .extracting(HaloUnavailable::reason)
        .isEqualTo(Cause.FORBIDDEN);
    assertThatThrownBy(() -> simulated.tenant().invoices(FIRST))
        .hasMessageContaining("does not ask for read:clients");
  }

  @Test
  void so_is_the_webhook() {
    simulated.wanted = Set.of(Capability.READ_TICKETS);

    assertThatThrownBy(() ->
            simulated
                .halo
                .deliveryLogs()
                .webhook(simulated.connection, URI.create("https://it.example/hook")))
        .hasMessageContaining("does not ask for write:webhooks");
  }

  /// Halo has one scope for clients and users.
  @Test
  void what_is_asked_for_with_another_capability_is_asked_for() {
    simulated.wanted = Set.of(Capability.READ_USERS);
    assertThat(simulated.tenant().clients(FIRST).total()).isPositive();

    simulated.control().addFault(Fault.status(403).onPath("/api/client*"));

    assertThatThrownBy(() -> simulated.tenant().clients(FIRST))
        .hasMessageContaining("give the Halo application the scope read:customers");
  }
}
