package ai.superit.halo.domain.team;

import java.util.regex.Pattern;

/// A team of Super IT: the manager team that owns connections, or a managed team that gets tickets.
/// Ids are given by the platform that signs the tokens.
public record TeamId(String value) implements Comparable<TeamId> {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}");

  public TeamId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "a team id has 1 to 64 letters, digits, dots, dashes or underscores");
    }
  }

  @Override
  public int compareTo(TeamId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
