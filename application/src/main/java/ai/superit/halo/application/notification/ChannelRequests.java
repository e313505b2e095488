package ai.superit.halo.application.notification;

import ai.superit.halo.application.Problem;
import ai.superit.halo.application.notification.ManageAlertChannels.Request;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.connection.TenantUrl;
import ai.superit.halo.domain.notification.AlertChannel;
import ai.superit.halo.domain.notification.ChannelTarget;
import ai.superit.halo.domain.notification.ChannelTarget.OutgoingWebhook;
import ai.superit.halo.domain.notification.ChannelUrl;
import ai.superit.halo.domain.notification.EmailAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// Reads what managers want channels to be.
final class ChannelRequests {
  private static final int SECRET_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  sealed interface Read {
    record Good(String name, ChannelTarget target) implements Read {}

    record Wrong(List<Problem> problems) implements Read {}
  }

  private final TenantUrl.Rules rules;
  private final ChannelSender sender;

  ChannelRequests(TenantUrl.Rules rules, ChannelSender sender) {
    this.rules = rules;
    this.sender = sender;
  }

  static Secret newSecret() {
    var bytes = new byte[SECRET_BYTES];
    RANDOM.nextBytes(bytes);
    return new Secret("whsec_" + Base64.getEncoder().encodeToString(bytes));
  }

  /// @param webhook makes an outgoing webhook, with what signs its messages
  Read read(Request request, Function<ChannelUrl, OutgoingWebhook> webhook) {
    var problems = new ArrayList<Problem>();
    var name = read("name", problems, () -> AlertChannel.checkedName(request.name()));
    if (!sender.canSend(request.kind())) {
      problems.add(
          invalid(
              "kind",
              "cannot be used: this service sends no e-mail; let its operator set"
                  + " alerts.smtp.host"));
    }
    var target = target(request, webhook, problems);
    return problems.isEmpty()
        ? new Read.Good(name.orElseThrow(), target.orElseThrow())
        : new Read.Wrong(List.copyOf(problems));
  }

  private Optional<? extends ChannelTarget> target(
      Request request, Function<ChannelUrl, OutgoingWebhook> webhook, List<Problem> problems) {
    return switch (request.kind()) {
      case OUTGOING_WEBHOOK -> url(request, problems).map(webhook);
      case SLACK -> url(request, problems).map(ChannelTarget.Slack::new);
      case EMAIL -> email(request, problems);
    };
  }

  private Optional<ChannelUrl> url(Request request, List<Problem> problems) {
    if (!request.recipients().isEmpty()) {
      problems.add(invalid("recipients", "is for the kind EMAIL only: leave it out"));
    }
    return read("url", problems, () -> ChannelUrl.parse(request.url().reveal(), rules));
  }

  private static Optional<ChannelTarget.Email> email(Request request, List<Problem> problems) {
    if (!request.url().reveal().isEmpty()) {
      problems.add(invalid("url", "is not for the kind EMAIL: leave it out"));
    }
    return read(
        "recipients",
        problems,
        () ->
            new ChannelTarget.Email(
                request.recipients().stream()
                    .map(String::strip)
                    .distinct()
                    .map(ChannelRequests::address)
                    .toList()));
  }

  private static EmailAddress address(String typed) {
    try {
      return new EmailAddress(typed);
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException(
          "holds an entry that cannot be used: " + wrong.getMessage(), wrong);
    }
  }

  private static <T> Optional<T> read(String field, List<Problem> problems, Supplier<T> reading) {
    try {
      return Optional.of(reading.get());
    } catch (IllegalArgumentException wrong) {
      problems.add(invalid(field, String.valueOf(wrong.getMessage())));
      return Optional.empty();
    }
  }

  private static Problem invalid(String field, String message) {
    return new Problem(field, Problem.Code.INVALID, message);
  }
}
