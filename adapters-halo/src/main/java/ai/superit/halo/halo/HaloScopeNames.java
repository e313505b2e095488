package ai.superit.halo.halo;

import static java.util.stream.Collectors.joining;

import ai.superit.halo.application.connection.HaloScopes;
import ai.superit.halo.domain.connection.Capability;
import java.util.List;
import java.util.Set;

/// The scopes that Halo really has: users come with `read:customers`, writing is `edit:`, and
/// webhooks are administration. Agents, teams and statuses need none.
final class HaloScopeNames implements HaloScopes {
  private static final String ALL = "all";

  @Override
  public String scope(Capability capability) {
    return name(capability);
  }

  private static String name(Capability capability) {
    return switch (capability) {
      case READ_TICKETS -> "read:tickets";
      case WRITE_TICKETS -> "edit:tickets";
      case READ_CLIENTS, READ_USERS -> "read:customers";
      case READ_ASSETS -> "read:assets";
      case WRITE_WEBHOOKS -> "admin:webhooks";
    };
  }

  @Override
  public String asked(Set<Capability> capabilities) {
    return askedFor(capabilities);
  }

  /// Who wants everything asks for `all`, which every application can allow.
  static String askedFor(Set<Capability> capabilities) {
    return capabilities.equals(Capability.ALL)
        ? ALL
        : capabilities.stream().sorted().map(HaloScopeNames::name).distinct().collect(joining(" "));
  }

  @Override
  public boolean covers(String scopes, Capability capability) {
    var has = Set.copyOf(List.of(scopes.strip().split("\\s+", -1)));
    return has.contains(ALL)
        || has.contains(name(capability))
        || switch (capability) {
          case READ_TICKETS -> has.contains("all:standard") || has.contains("edit:tickets");
          case WRITE_TICKETS -> has.contains("all:standard");
          case READ_CLIENTS, READ_USERS ->
              has.contains("all:standard") || has.contains("edit:customers");
          case READ_ASSETS -> has.contains("all:standard") || has.contains("edit:assets");
          case WRITE_WEBHOOKS -> has.contains("admin");
        };
  }
}
