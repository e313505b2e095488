package ai.superit.halo.notification;

import ai.superit.halo.application.notification.AlertMessage;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// Messages as Slack's incoming webhooks take them, and others that are compatible.
final class SlackText {
  private static final JsonMapper JSON = new JsonMapper();

  private SlackText() {}

  static HttpPosts.Post post(AlertMessage message) {
    var text = MessageText.of(message);
    var shown =
        "*%s*\n%s\n%s"
            .formatted(escaped(text.title()), escaped(text.summary()), escaped(text.advice()));
    return new HttpPosts.Post(JSON.writeValueAsString(Map.of("text", shown)), Map.of());
  }

  /// What Slack takes for a link or a mention begins with `<`; nothing else needs escaping.
  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
