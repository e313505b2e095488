package ai.superit.halo.graphql;

import static ai.superit.halo.graphql.World.ACME;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.team.TeamId;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlobalIdTest {
  private static final String TICKET = World.id(GlobalId.Kind.TICKET, ACME, 101);

  @ParameterizedTest
  @MethodSource("ids")
  void reads_what_it_has_written(GlobalId id) {
    assertThat(GlobalId.parse(id.encoded())).contains(id);
  }

  static GlobalId[] ids() {
    return new GlobalId[] {
      new GlobalId.OfConnection(ACME),
      new GlobalId.OfTeam(new TeamId("north.1")),
      new GlobalId.OfRun(ACME, UUID.fromString("00000000-0000-4000-8000-000000000001")),
      new GlobalId.OfRecord(GlobalId.Kind.CLIENT, ACME, 1),
      new GlobalId.OfRecord(GlobalId.Kind.TICKET, ACME, Integer.MAX_VALUE)
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Ticket",
        "Ticket:",
        "Ticket:1",
        "Ticket:00000000-0000-4000-8000-00000000000a:",
        "Ticket:00000000-0000-4000-8000-00000000000a:0101",
        "Ticket:00000000-0000-4000-8000-00000000000a:-1",
        "Ticket:00000000-0000-4000-8000-00000000000a:9999999999999999999",
        "Ticket:00000000-0000-4000-8000-00000000000A:101",
        "Ticket:00000000-0000-4000-8000-00000000000a:101:1",
        "ticket:00000000-0000-4000-8000-00000000000a:101",
        "Note:00000000-0000-4000-8000-00000000000a:101",
        "SyncRun:00000000-0000-4000-8000-00000000000a:1-1-1-1-1",
        "Team:",
        "Team:no team",
        "HaloConnection:1"
      })
  void knows_nothing_by_another_text(String text) {
    assertThat(GlobalId.parse(GlobalId.encode(text))).isEmpty();
  }

  @Test
  void accepts_one_spelling_only() {
    assertThat(GlobalId.parse(TICKET + "=")).isEmpty();
    assertThat(GlobalId.parse(TICKET + " ")).isEmpty();
    assertThat(GlobalId.parse(TICKET + "A")).isEmpty();
    assertThat(GlobalId.parse("x".repeat(1_000_000))).isEmpty();
  }

  @Test
  void does_not_take_one_type_for_another() {
    assertThat(GlobalId.record(GlobalId.Kind.CLIENT, TICKET, ClientId::new)).isEmpty();
    assertThat(GlobalId.connection(TICKET)).isEmpty();
    assertThat(GlobalId.team(TICKET)).isEmpty();
  }
}
