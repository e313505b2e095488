package ai.superit.halo.domain.notification;

import ai.superit.halo.domain.connection.Secret;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
  /// @param former what signed before it was replaced, and still signs as well
  record OutgoingWebhook(ChannelUrl url, Secret secret, Optional<Former> former)
      implements ChannelTarget {
    /// @param until a whole second; from then on it does not sign
    public record Former(Secret secret, Instant until) {
      public Former {
        until = until.truncatedTo(ChronoUnit.SECONDS);
      }
    }

    public OutgoingWebhook(ChannelUrl url, Secret secret) {
      this(url, secret, Optional.empty());
    }

    /// What signs a message that is sent now, the newest first.
    public List<Secret> secrets(Instant now) {
      return Stream.concat(
              Stream.of(secret),
              former.filter(other -> now.isBefore(other.until())).map(Former::secret).stream())
          .toList();
    }

    /// The same at another address, without a former secret that does not sign any more.
    public OutgoingWebhook at(ChannelUrl other, Instant now) {
      return new OutgoingWebhook(
          other, secret, former.filter(replaced -> now.isBefore(replaced.until())));
    }

    /// Another secret from now on, and the present one as well until then. One that was itself
    /// replaced before ends at once.
    public OutgoingWebhook replacedBy(Secret next, Instant now, Instant until) {
      var kept = new Former(secret, until);
      return new OutgoingWebhook(
          url, next, Optional.of(kept).filter(other -> now.isBefore(other.until())));
    }

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
