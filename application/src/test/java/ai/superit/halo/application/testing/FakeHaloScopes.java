package ai.superit.halo.application.testing;

import static java.util.stream.Collectors.joining;

import ai.superit.halo.application.connection.HaloScopes;
import ai.superit.halo.domain.connection.Capability;
import java.util.List;
import java.util.Set;

/// A tenant that calls `read:tickets` `tickets.read`, and so on, and all of them `all`.
public final class FakeHaloScopes implements HaloScopes {
  private static final String ALL = "all";

  @Override
  public String scope(Capability capability) {
    return capability.title().replaceFirst("(.*):(.*)", "$2.$1");
  }

  @Override
  public String asked(Set<Capability> capabilities) {
    return capabilities.equals(Capability.ALL)
        ? ALL
        : Capability.ordered(capabilities).stream().map(this::scope).collect(joining(" "));
  }

  @Override
  public boolean covers(String scopes, Capability capability) {
    var has = Set.copyOf(List.of(scopes.strip().split("\\s+", -1)));
    return has.contains(ALL) || has.contains(scope(capability));
  }
}
