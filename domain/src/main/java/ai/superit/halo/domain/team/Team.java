package ai.superit.halo.domain.team;

/// A managed team: the people who get the tickets of the clients that are linked to it.
///
/// @param managerTeam the team whose managers look after it
public record Team(TeamId id, TeamId managerTeam, String name) {
  public Team {
    if (name.isBlank() || name.length() > 100 || name.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "a team's name has 1 to 100 characters and no control characters");
    }
  }
}
