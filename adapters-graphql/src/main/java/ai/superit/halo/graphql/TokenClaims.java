package ai.superit.halo.graphql;

import ai.superit.halo.domain.team.TeamId;
import ai.superit.halo.graphql.VerifiedToken.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// The rules for what a token must say, whoever signed it.
record TokenClaims(String issuer, String audience) {
  private static final Duration CLOCK_SKEW = Duration.ofSeconds(30);
  private static final long LATEST_SECOND = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();
  private static final int MAX_AUDIENCES = 100;
  private static final int MAX_TEAMS = 100;
  private static final int MAX_TEXT = 255;

  VerifiedToken check(JsonNode claims, Instant now) {
    requireThat(issuer.equals(text(claims, "iss", MAX_TEXT)), "iss");
    requireThat(isForUs(claims.path("aud")), "aud");
    var expiresAt = time(claims.path("exp"), "exp");
    requireThat(now.isBefore(expiresAt.plus(CLOCK_SKEW)), "exp");
    requireNotAhead(claims, "nbf", now);
    requireNotAhead(claims, "iat", now);
    var role =
        Role.find(text(claims, "role", MAX_TEXT)).orElseThrow(() -> new RefusedToken("role"));
    return new VerifiedToken(
        text(claims, "sub", MAX_TEXT), role, teams(claims.path("teams")), expiresAt);
  }

  private boolean isForUs(JsonNode audiences) {
    if (audiences.isString()) {
      return audience.equals(audiences.stringValue());
    }
    if (!audiences.isArray() || audiences.size() > MAX_AUDIENCES) {
      return false;
    }
    boolean found = false;
    for (var each : audiences) {
      requireThat(each.isString(), "aud");
      found |= audience.equals(each.stringValue());
    }
    return found;
  }

  private static List<String> teams(JsonNode claim) {
    requireThat(claim.isArray() && !claim.isEmpty() && claim.size() <= MAX_TEAMS, "teams");
    var teams = new ArrayList<String>(claim.size());
    for (var team : claim) {
      requireThat(team.isString(), "teams");
      requireThat(isTeam(team.stringValue()), "teams");
      teams.add(team.stringValue());
    }
    return teams;
  }

  private static boolean isTeam(String id) {
    try {
      return !new TeamId(id).value().isEmpty();
    } catch (IllegalArgumentException wrong) {
      return false;
    }
  }

  private static void requireNotAhead(JsonNode claims, String name, Instant now) {
    if (claims.has(name)) {
      requireThat(!time(claims.path(name), name).isAfter(now.plus(CLOCK_SKEW)), name);
    }
  }

  private static Instant time(JsonNode claim, String name) {
    requireThat(claim.isIntegralNumber() && claim.canConvertToLong(), name);
    long seconds = claim.longValue();
    requireThat(seconds > 0 && seconds <= LATEST_SECOND, name);
    return Instant.ofEpochSecond(seconds);
  }

  static String text(JsonNode object, String name, int maxLength) {
    var value = object.path(name);
    requireThat(value.isString(), name);
    return readable(value.stringValue(), name, maxLength);
  }

  private static String readable(String text, String name, int maxLength) {
    requireThat(!text.isBlank() && text.length() <= maxLength, name);
    requireThat(text.chars().noneMatch(Character::isISOControl), name);
    return text;
  }

  private static void requireThat(boolean holds, String claim) {
    if (!holds) {
      throw new RefusedToken(claim);
    }
  }
}
