package ai.superit.halo.application.testing;

import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.domain.team.Team;
import ai.superit.halo.domain.team.TeamId;
import org.junit.jupiter.api.Test;

/// What every store of managed teams keeps.
public interface TeamsContract extends StoreContract {
  @Test
  default void a_team_is_found_as_it_was_created() {
    var blue = team("blue", "managers", "Blue");

    assertThat(store().teams().create(blue)).isTrue();

    assertThat(store().teams().find(MANAGERS, blue.id())).contains(blue);
  }

  @Test
  default void an_id_is_taken_even_by_a_team_of_other_managers() {
    var blue = team("blue", "managers", "Blue");
    store().teams().create(blue);

    assertThat(store().teams().create(team("blue", "others", "Azure"))).isFalse();

    assertThat(store().teams().find(MANAGERS, blue.id())).contains(blue);
    assertThat(store().teams().list(OTHER_MANAGERS)).isEmpty();
  }

  @Test
  default void managers_see_their_managed_teams_by_name() {
    store().teams().create(team("t1", "managers", "zebras"));
    store().teams().create(team("t2", "managers", "apes"));
    store().teams().create(team("t3", "others", "bears"));

    assertThat(store().teams().list(MANAGERS))
        .extracting(Team::name)
        .containsExactly("apes", "zebras");
    assertThat(store().teams().find(MANAGERS, new TeamId("t3"))).isEmpty();
  }

  @Test
  default void members_see_their_own_teams() {
    teamsExist();

    assertThat(store().teams().list(BLUE_AGENT)).extracting(Team::name).containsExactly("Blue");
    assertThat(store().teams().find(BLUE_AGENT, new TeamId("blue"))).isPresent();
    assertThat(store().teams().find(BLUE_AGENT, new TeamId("red"))).isEmpty();
  }

  private static Team team(String id, String managerTeam, String name) {
    return new Team(new TeamId(id), new TeamId(managerTeam), name);
  }
}
