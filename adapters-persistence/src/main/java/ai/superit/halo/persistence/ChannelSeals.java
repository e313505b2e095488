package ai.superit.halo.persistence;

import ai.superit.halo.application.notification.SealedChannel;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.notification.ChannelId;
import ai.superit.halo.domain.notification.ChannelTarget;
import ai.superit.halo.domain.notification.ChannelTarget.OutgoingWebhook;
import ai.superit.halo.domain.notification.ChannelUrl;
import ai.superit.halo.domain.notification.EmailAddress;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/// Seals where channels lead. All of it is sealed, so that nobody who only writes to the database
/// leads messages elsewhere.
final class ChannelSeals {
  /// Occurs in no address and no secret.
  private static final String BETWEEN = " ";

  private final Seals seals;

  ChannelSeals(Seals seals) {
    this.seals = seals;
  }

  String seal(ConnectionId connection, ChannelId id, ChannelTarget target) {
    var text =
        switch (target) {
          case OutgoingWebhook(var url, var secret, var former) ->
              url.uri() + BETWEEN + secret.reveal() + former.map(ChannelSeals::text).orElse("");
          case ChannelTarget.Slack(var url) -> url.uri().toString();
          case ChannelTarget.Email(var recipients) ->
              String.join(BETWEEN, recipients.stream().map(EmailAddress::value).toList());
        };
    return seals.seal(connection, field(id, target.kind()), new Secret(text));
  }

  /// @throws SealedChannel if it was not sealed for this channel, or with a key that is not known
  ChannelTarget open(
      ConnectionId connection, ChannelId id, ChannelTarget.Kind kind, String sealed) {
    var parts = opened(connection, id, kind, sealed).reveal().split(BETWEEN, -1);
    return switch (kind) {
      case OUTGOING_WEBHOOK ->
          new OutgoingWebhook(url(parts[0]), new Secret(parts[1]), former(parts));
      case SLACK -> new ChannelTarget.Slack(url(parts[0]));
      case EMAIL -> new ChannelTarget.Email(Arrays.stream(parts).map(EmailAddress::new).toList());
    };
  }

  private Secret opened(
      ConnectionId connection, ChannelId id, ChannelTarget.Kind kind, String sealed) {
    try {
      return seals.open(connection, field(id, kind), sealed);
    } catch (IllegalStateException locked) {
      throw new SealedChannel("the secrets of channel " + id + " cannot be opened", locked);
    }
  }

  private static String text(OutgoingWebhook.Former former) {
    return BETWEEN + former.secret().reveal() + BETWEEN + former.until().getEpochSecond();
  }

  /// Of the third part and the fourth, if they are there.
  private static Optional<OutgoingWebhook.Former> former(String[] parts) {
    return parts.length < 4
        ? Optional.empty()
        : Optional.of(
            new OutgoingWebhook.Former(
                new Secret(parts[2]), Instant.ofEpochSecond(Long.parseLong(parts[3]))));
  }

  private static ChannelUrl url(String text) {
    return new ChannelUrl(URI.create(text));
  }

  private static String field(ChannelId id, ChannelTarget.Kind kind) {
    return "alert_channel:" + id + ":" + kind;
  }
}
