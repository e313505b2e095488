package ai.superit.halo.bootstrap;

import ai.superit.halo.application.webhook.WebhookSchemes;
import ai.superit.halo.persistence.Persistence;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Whether the service can do its work.
///
/// @param reasons what keeps it from that, as short codes; empty if it is ready
/// @param warnings what it cannot do for some tenants, as short codes
record Readiness(List<String> reasons, List<String> warnings) {
  private static final String SECRETS_UNREADABLE = "SECRETS_UNREADABLE";

  Readiness {
    reasons = List.copyOf(reasons);
    warnings = List.copyOf(warnings);
  }

  /// A key that is missing for some webhooks is no reason to send nobody here any more: every
  /// instance may lack it, and the deliveries of those webhooks are answered 503 anyway.
  ///
  /// @param lacksKey whether some client secret cannot be opened here: that tenant is not called
  /// @param working whether all background work goes on
  static Readiness of(
      Persistence.Health database, WebhookSchemes schemes, boolean lacksKey, boolean working) {
    var reasons = new ArrayList<String>();
    var warnings = new ArrayList<String>();
    if (!database.reachable()) {
      reasons.add("DATABASE_UNREACHABLE");
    } else if (!database.isDurable()) {
      reasons.add("DATABASE_NOT_DURABLE");
    }
    if (schemes.isLockedOut()) {
      reasons.add(SECRETS_UNREADABLE);
    } else if (lacksKey || !schemes.unreadable().isEmpty()) {
      warnings.add(SECRETS_UNREADABLE);
    }
    if (!working) {
      reasons.add("WORKER_ENDED");
    }
    return new Readiness(reasons, warnings);
  }

  boolean isReady() {
    return reasons.isEmpty();
  }

  String json() {
    return "{\"status\":\"%s\"%s%s}"
        .formatted(isReady() ? "UP" : "DOWN", list("reasons", reasons), list("warnings", warnings));
  }

  private static String list(String name, List<String> codes) {
    return codes.isEmpty()
        ? ""
        : codes.stream().collect(Collectors.joining("\",\"", ",\"" + name + "\":[\"", "\"]"));
  }
}
