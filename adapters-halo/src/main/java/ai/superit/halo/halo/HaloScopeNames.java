package ai.superit.halo.halo;

import static java.util.stream.Collectors.joining;

import ai.superit.halo.application.connection.HaloScopes;
import ai.superit.halo.domain.connection.Capability;
import java.util.List;
import java.util.Set;

/// The scopes that Halo really has: users come with `read:customers`, invoices, which are read with
/// the clients, have a scope of their own, writing is `edit:`, and webhooks are administration.
/// Agents, teams and statuses need none.
final class HaloScopeNames implements HaloScopes {
  private static final String ALL = "all";

  @Override
  public String scope(Capability capability) {
    return String.join(" ", names(capability));
  }

  private static List<String> names(Capability capability) {
    return switch (capability) {
      case READ_TICKETS -> List.of("read:tickets");
      case WRITE_TICKETS -> List.of("edit:tickets");
      case READ_CLIENTS -> List.of("read:customers", "read:invoices");
      case READ_USERS -> List.of("read:customers");
      case READ_ASSETS -> List.of("read:assets");
      case WRITE_WEBHOOKS -> List.of("admin:webhooks");
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
        : capabilities.stream()
            .sorted()
            .flatMap(each -> names(each).stream())
            .distinct()
            .collect(joining(" "));
  }

  @Override
  public boolean covers(String scopes, Capability capability) {
    return names(capability).stream().allMatch(name -> covers(scopes, name));
  }

  /// Whether the scopes, separated by blanks, include the one of that name.
  static boolean covers(String scopes, String name) {
    var has = Set.copyOf(List.of(scopes.strip().split("\\s+", -1)));
    return has.contains(ALL) || has.contains(name) || isWithin(name, has);
  }

  /// Whether one of these scopes includes that one.
  private static boolean isWithin(String name, Set<String> has) {
    return switch (name) {
      case "edit:tickets" -> has.contains("all:standard");
      case "admin:webhooks" -> has.contains("admin");
      default -> has.contains("all:standard") || has.contains(name.replaceFirst("^read:", "edit:"));
    };
  }
}
