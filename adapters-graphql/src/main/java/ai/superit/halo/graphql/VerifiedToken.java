package ai.superit.halo.graphql;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a checked bearer token says about the one who sent it.
record VerifiedToken(String subject, Role role, List<String> teams, Instant expiresAt) {
  VerifiedToken {
    teams = List.copyOf(teams);
  }

  enum Role {
    MANAGER("manager"),
    AGENT("agent"),
    ASSISTANT("assistant");

    private final String claim;

    Role(String claim) {
      this.claim = claim;
    }

    static Optional<Role> find(String claim) {
      for (var role : values()) {
        if (role.claim.equals(claim)) {
          return Optional.of(role);
        }
      }
      return Optional.empty();
    }
  }
}
