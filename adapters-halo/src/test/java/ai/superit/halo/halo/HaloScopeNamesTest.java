package ai.superit.halo.halo;

import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.domain.connection.Capability;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HaloScopeNamesTest {
  private final HaloScopeNames names = new HaloScopeNames();

  @Test
  void whoever_reads_clients_asks_for_their_invoices_too() {
    var some = Set.of(Capability.READ_USERS, Capability.READ_TICKETS, Capability.READ_CLIENTS);

    assertThat(names.asked(some)).isEqualTo("read:tickets read:customers read:invoices");
    assertThat(names.scope(Capability.READ_CLIENTS)).isEqualTo("read:customers read:invoices");
    assertThat(names.asked(Set.of(Capability.READ_USERS))).isEqualTo("read:customers");
    assertThat(names.asked(Capability.ALL)).isEqualTo("all");
  }

  @ParameterizedTest
  @CsvSource({
    "all, READ_CLIENTS, true",
    "read:customers, READ_CLIENTS, false",
    "read:invoices read:customers, READ_CLIENTS, true",
    "edit:customers read:invoices, READ_CLIENTS, true",
    "all:standard, READ_CLIENTS, true",
    "edit:customers, READ_USERS, true",
    "read:customers, READ_ASSETS, false",
    "edit:tickets, READ_TICKETS, true",
    "read:tickets, WRITE_TICKETS, false",
    "all:standard, WRITE_TICKETS, true",
    "all:standard, WRITE_WEBHOOKS, false",
    "admin, WRITE_WEBHOOKS, true",
  })
  void a_scope_may_cover_others(String scopes, Capability capability, boolean covers) {
    assertThat(names.covers(scopes, capability)).isEqualTo(covers);
  }
}
