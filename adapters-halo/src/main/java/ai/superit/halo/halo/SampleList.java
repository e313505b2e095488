package ai.superit.halo.halo;

import ai.superit.halo.domain.connection.Capability;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/// A list by which it is tried whether a connection can read what it asks for.
enum SampleList {
  TICKETS("Tickets", "tickets", Capability.READ_TICKETS),
  CLIENTS("Client", "clients", Capability.READ_CLIENTS),
  CONTACTS("Users", "users", Capability.READ_USERS),
  ASSETS("Asset", "assets", Capability.READ_ASSETS),
  WEBHOOKS("Webhook", "webhooks", Capability.WRITE_WEBHOOKS);

  private static final Query ONE_ROW =
      Query.of("pageinate", true).with("page_size", 1).with("page_no", 1);
  private static final Set<SampleList> USUAL = EnumSet.of(TICKETS, CLIENTS);

  private final String resource;
  private final String key;
  private final Capability capability;

  SampleList(String resource, String key, Capability capability) {
    this.resource = resource;
    this.key = key;
    this.capability = capability;
  }

  /// Tickets and clients as far as they are wanted; if neither is, the first list that is. At least
  /// one, because a connection wants something.
  static List<SampleList> of(Set<Capability> wanted) {
    var lists = Stream.of(values()).filter(list -> list.isWanted(wanted)).toList();
    var usual = lists.stream().filter(USUAL::contains).toList();
    return usual.isEmpty() ? lists.subList(0, 1) : usual;
  }

  /// Who may edit tickets may read them.
  private boolean isWanted(Set<Capability> wanted) {
    return wanted.contains(capability)
        || (this == TICKETS && wanted.contains(Capability.WRITE_TICKETS));
  }

  String resource() {
    return resource;
  }

  /// Of one row, with the number of all that a sync would count.
  Query query() {
    return switch (this) {
      case TICKETS -> ONE_ROW;
      case CLIENTS, CONTACTS, ASSETS -> ONE_ROW.withRetired();
      case WEBHOOKS -> Query.of("type", 0);
    };
  }

  /// Under which its records stand in an answer.
  String key() {
    return key;
  }

  /// What it holds, such as `tickets`.
  String title() {
    return name().toLowerCase(Locale.ROOT);
  }
}
