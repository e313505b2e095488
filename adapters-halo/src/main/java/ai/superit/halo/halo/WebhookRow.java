package ai.superit.halo.halo;

import ai.superit.halo.application.webhook.HaloWebhooks.Wanted;
import ai.superit.halo.domain.webhook.WebhookProblem;
import ai.superit.halo.domain.webhook.WebhookScheme;
import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// A webhook as Halo shows it. What it does not show is not judged.
record WebhookRow(Row row) {
  /// The one that was set up before; without it, the one that posts to the address.
  static Optional<WebhookRow> find(List<WebhookRow> all, Wanted wanted) {
    return all.stream()
        .filter(each -> wanted.haloId().filter(each.id()::equalsIgnoreCase).isPresent())
        .findFirst()
        .or(() -> all.stream().filter(each -> each.postsTo(wanted.address())).findFirst());
  }

  String id() {
    return text(row, "id");
  }

  boolean postsTo(URI address) {
    return text(row, "url").equals(address.toString());
  }

  Set<WebhookProblem> problems(Wanted wanted) {
    var problems = EnumSet.noneOf(WebhookProblem.class);
    if (!postsTo(wanted.address())) {
      problems.add(WebhookProblem.WRONG_ADDRESS);
    }
    if (!isProvenBy(wanted.scheme())) {
      problems.add(WebhookProblem.WRONG_SCHEME);
    }
    if (isEdited()) {
      problems.add(WebhookProblem.EDITED);
    }
    if (isOff()) {
      problems.add(
          row.time("last_auto_disable_date").isPresent()
              ? WebhookProblem.DISABLED_BY_HALO
              : WebhookProblem.SWITCHED_OFF);
    }
    return problems;
  }

  /// When and after which answer Halo switched it off; empty if it is on, or if a person did.
  String switchedOff() {
    return row.time("last_auto_disable_date")
        .filter(_ -> isOff())
        .map(at -> "HaloPSA switched it off at " + at + ", and " + lastAnswer() + ".")
        .orElse("");
  }

  private String lastAnswer() {
    var status = text(row, "last_status");
    return status.isEmpty() || status.equals("0")
        ? "its last delivery got no answer"
        : "its last delivery was answered " + status;
  }

  private boolean isOff() {
    return differs("active", "true") || isSet("disabled");
  }

  private boolean isEdited() {
    return differs("method", "0")
        || differs("payload_type", "0")
        || isSet("custom_payload")
        || !text(row, "content_type").toLowerCase(Locale.ROOT).matches("|application/json.*");
  }

  private boolean isProvenBy(WebhookScheme scheme) {
    return switch (scheme) {
      case WebhookScheme.None _ -> true;
      case WebhookScheme.Basic(var user, _) ->
          !differs("authentication_type", Integer.toString(WebhookJson.BASIC))
              && !differs("basic_username", user);
      case WebhookScheme.HmacSha256(var header, _) ->
          !differs("authentication_type", Integer.toString(WebhookJson.SIGNED))
              && !differs("authentication_header", header)
              && !differs("algorithm", "0");
      case WebhookScheme.HmacSha256Hex _,
          WebhookScheme.Bearer _,
          WebhookScheme.ApiKey _,
          WebhookScheme.StandardWebhooks _ ->
          false;
    };
  }

  /// Whether it says something else, in whatever letters; numbers come as `3` or `3.0`.
  private boolean differs(String field, String expected) {
    return row.has(field)
        && !text(row, field).replaceFirst("\\.0+$", "").equalsIgnoreCase(expected);
  }

  private boolean isSet(String field) {
    return row.has(field) && text(row, field).equalsIgnoreCase("true");
  }

  static String text(Row row, String name) {
    try {
      return row.text(name);
    } catch (Row.Unreadable strange) {
      return "";
    }
  }
}
