package ai.superit.halo.graphql;

import static java.util.stream.Collectors.joining;

import ai.superit.halo.application.connection.HaloScopes;
import ai.superit.halo.domain.connection.Capability;
import java.util.Set;

/// A tenant that calls everything as we do, but users customers, and webhooks administration.
final class NamedScopes implements HaloScopes {
  @Override
  public String scope(Capability capability) {
    return switch (capability) {
      case READ_CLIENTS, READ_USERS -> "read:customers";
      case WRITE_WEBHOOKS -> "admin:webhooks";
      case READ_TICKETS, WRITE_TICKETS, READ_ASSETS -> capability.title();
    };
  }

  @Override
  public String asked(Set<Capability> capabilities) {
    return capabilities.equals(Capability.ALL)
        ? "all"
        : capabilities.stream().sorted().map(this::scope).distinct().collect(joining(" "));
  }

  @Override
  public boolean covers(String scopes, Capability capability) {
    return scopes.contains(scope(capability));
  }
}
