package ai.superit.halo.domain.connection;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// What a connection may be allowed to do in its tenant, by our own names: a tenant calls them
/// otherwise.
public enum Capability {
  READ_TICKETS("read:tickets"),
  WRITE_TICKETS("write:tickets"),
  READ_CLIENTS("read:clients"),
  READ_ASSETS("read:assets"),
  READ_USERS("read:users"),
  WRITE_WEBHOOKS("write:webhooks");

  /// Those of a new connection.
  public static final Set<Capability> ALL =
      Collections.unmodifiableSet(EnumSet.allOf(Capability.class));

  private final String title;

  Capability(String title) {
    this.title = title;
  }

  /// Its name for people, such as `read:tickets`.
  public String title() {
    return title;
  }

  /// By its name for people; empty if there is none of that name.
  public static Optional<Capability> find(String title) {
    return ALL.stream().filter(each -> each.title.equals(title)).findFirst();
  }

  /// A copy that is always in the same order.
  public static Set<Capability> ordered(Collection<Capability> some) {
    var copy = EnumSet.noneOf(Capability.class);
    copy.addAll(some);
    return Collections.unmodifiableSet(copy);
  }
}
