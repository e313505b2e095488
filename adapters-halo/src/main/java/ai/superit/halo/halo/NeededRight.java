package ai.superit.halo.halo;

import ai.superit.halo.domain.connection.Capability;
import java.util.Optional;
import java.util.Set;

/// What a token must cover for a call.
///
/// @param scope Halo's name of it
/// @param capability with which a connection asks for it
record NeededRight(String scope, Capability capability) {
  /// Empty for calls that need no scope of their own.
  static Optional<NeededRight> of(Call call) {
    return switch (call.resource()) {
      case "Tickets", "Actions", "Attachment" -> right("read:tickets", Capability.READ_TICKETS);
      case "Client", "Site" -> right("read:customers", Capability.READ_CLIENTS);
      case "Users" -> right("read:customers", Capability.READ_USERS);
      case "Asset" -> right("read:assets", Capability.READ_ASSETS);
      case "Invoice" -> right("read:invoices", Capability.READ_CLIENTS);
      case "Webhook", "WebhookEvent", "Notification" ->
          right("admin:webhooks", Capability.WRITE_WEBHOOKS);
      default -> Optional.empty();
    };
  }

  private static Optional<NeededRight> right(String scope, Capability capability) {
    return Optional.of(new NeededRight(scope, capability));
  }

  /// Whether a connection that wants these capabilities asks for it, be it for the sake of another.
  boolean isAskedFor(Set<Capability> wanted) {
    return HaloScopeNames.covers(HaloScopeNames.askedFor(wanted), scope);
  }
}
