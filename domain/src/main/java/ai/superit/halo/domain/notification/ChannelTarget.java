package ai.superit.halo.domain.notification;

import ai.superit.halo.domain.connection.Secret;
import java.util.List;
import java.util.stream.Collectors;

/// Where a channel leads and what it takes to get there; holds secrets.
public sealed interface ChannelTarget {
  /// The ways to tell people, by the names that the API uses.
  enum Kind {
    OUTGOING_WEBHOOK,
    SLACK,
    EMAIL
  }

  /// How many people one channel tells by e-mail at most.
  int MOST_RECIPIENTS = 20;

  /// JSON that is signed as Standard Webhooks say.
  ///
  /// @param secret `whsec_` and 24 to 64 bytes in base64
  record OutgoingWebhook(ChannelUrl url, Secret secret) implements ChannelTarget {
    @Override
    public Kind kind() {
      return Kind.OUTGOING_WEBHOOK;
    }

    @Override
    public String shown() {
      return url.origin();
    }
  }

  /// An incoming webhook of Slack, or of whatever takes the same messages.
  record Slack(ChannelUrl url) implements ChannelTarget {
    @Override
    public Kind kind() {
      return Kind.SLACK;
    }

    @Override
    public String shown() {
      return url.origin();
    }
  }

  /// @param recipients at least one, at most [#MOST_RECIPIENTS]
  record Email(List<EmailAddress> recipients) implements ChannelTarget {
    public Email {
      recipients = List.copyOf(recipients);
      if (recipients.isEmpty() || recipients.size() > MOST_RECIPIENTS) {
        throw new IllegalArgumentException(
            "must be 1 to " + MOST_RECIPIENTS + " e-mail addresses, not " + recipients.size());
      }
    }

    @Override
    public Kind kind() {
      return Kind.EMAIL;
    }

    @Override
    public String shown() {
      return recipients.stream().map(EmailAddress::value).collect(Collectors.joining(", "));
    }
  }

  Kind kind();

  /// What everybody may see of it who may see the channel.
  String shown();
}
