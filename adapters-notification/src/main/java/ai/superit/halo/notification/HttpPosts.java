package ai.superit.halo.notification;

import ai.superit.halo.application.notification.ChannelSender.Outcome;
import ai.superit.halo.domain.notification.ChannelUrl;
import ai.superit.halo.egress.CheckedClients;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Posts JSON. Of the answer only its status is looked at.
final class HttpPosts implements AutoCloseable {
  private static final int GONE = 410;

  /// @param headers besides those of every post
  record Post(String json, Map<String, String> headers) {
    Post {
      headers = Map.copyOf(headers);
    }
  }

  private final CheckedClients clients;

  HttpPosts(NotificationConfig config) {
    this.clients =
        new CheckedClients(
            config.egress(),
            config.rules(),
            new CheckedClients.Patience(config.patience(), config.patience()));
  }

  Outcome post(ChannelUrl url, Post post) {
    var request =
        clients
            .to(url.uri())
            .method(Method.POST)
            .uri(url.uri())
            .header(HeaderNames.CONTENT_TYPE, "application/json")
            .header(HeaderNames.USER_AGENT, "super-it-halo")
            .header(HeaderNames.CONNECTION, "close");
    post.headers().forEach((name, value) -> request.header(HeaderNames.create(name), value));
    try (var response = request.submit(post.json().getBytes(StandardCharsets.UTF_8))) {
      return outcome(response.status().code());
    }
  }

  private static Outcome outcome(int status) {
    if (status >= 200 && status < 300) {
      return new Outcome.Accepted();
    }
    if (status >= 300 && status < 400) {
      return new Outcome.Failed(
          "Answered %d: redirects are not followed, give the address that it leads to."
              .formatted(status));
    }
    return status == GONE
        ? new Outcome.Refused("Answered 410: nothing is wanted there any more.")
        : new Outcome.Failed("Answered %d.".formatted(status));
  }

  @Override
  public void close() {
    clients.close();
  }
}
