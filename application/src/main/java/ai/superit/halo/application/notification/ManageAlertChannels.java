package ai.superit.halo.application.notification;

import ai.superit.halo.application.Problem;
import ai.superit.halo.application.connection.Connections;
import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.connection.TenantUrl;
import ai.superit.halo.domain.notification.AlertChannel;
import ai.superit.halo.domain.notification.ChannelId;
import ai.superit.halo.domain.notification.ChannelTarget;
import ai.superit.halo.domain.notification.ChannelTarget.OutgoingWebhook;
import ai.superit.halo.domain.notification.ChannelUrl;
import ai.superit.halo.domain.team.Caller;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/// Adds, changes, tries and removes the channels of a connection.
public final class ManageAlertChannels {
  /// How many channels a connection may have.
  public static final int MOST_CHANNELS = 20;

  /// For how long a secret that was replaced may go on signing.
  public static final Duration LONGEST_OVERLAP = Duration.ofDays(7);

  private static final int ATTEMPTS = 5;

  /// What a manager wants a channel to be.
  ///
  /// @param url empty for an e-mail channel
  /// @param recipients empty for the others
  public record Request(String name, ChannelTarget.Kind kind, Secret url, List<String> recipients) {
    public Request {
      recipients = List.copyOf(recipients);
    }
  }

  public sealed interface Outcome {
    /// @param secret what signs its messages, if it was made just now; nobody can see it later
    record Saved(AlertChannel channel, Optional<Secret> secret) implements Outcome {}

    /// Another secret signs from now on.
    ///
    /// @param secret nobody can see it later
    /// @param formerUntil how long the former one signs as well; empty if it does not any more
    record Rotated(AlertChannel channel, Secret secret, Optional<Instant> formerUntil)
        implements Outcome {}

    record Removed(ChannelId channel) implements Outcome {}

    /// A test message was sent.
    record Tried(ChannelSender.Outcome result) implements Outcome {}

    record ConnectionUnknown() implements Outcome {}

    record ChannelUnknown() implements Outcome {}

    record Rejected(List<Problem> problems) implements Outcome {
      public Rejected {
        problems = List.copyOf(problems);
      }
    }
  }

  private final Connections connections;
  private final AlertChannels channels;
  private final ChannelSender sender;
  private final ChannelRequests requests;
  private final InstantSource clock;

  /// @param rules which addresses may be posted to beyond public ones; the same as for sending
  public ManageAlertChannels(
      Connections connections,
      AlertChannels channels,
      ChannelSender sender,
      TenantUrl.Rules rules,
      InstantSource clock) {
    this.connections = connections;
    this.channels = channels;
    this.sender = sender;
    this.requests = new ChannelRequests(rules, sender);
    this.clock = clock;
  }

  public Outcome add(Caller manager, ConnectionId id, Request request) {
    return of(manager, id, connection -> add(connection, request));
  }

  private Outcome add(Connection connection, Request request) {
    var known = channels.list(connection.id());
    if (known.size() >= MOST_CHANNELS) {
      return rejected(
          "kind", "cannot be added: a connection has at most " + MOST_CHANNELS + " channels");
    }
    var secret = ChannelRequests.newSecret();
    return switch (requests.read(request, url -> new OutgoingWebhook(url, secret))) {
      case ChannelRequests.Read.Wrong(var problems) -> new Outcome.Rejected(problems);
      case ChannelRequests.Read.Good(var name, _) when isTaken(known, name) -> taken();
      case ChannelRequests.Read.Good(var name, var target) -> {
        var channel = AlertChannel.of(ChannelId.random(), name, target, clock.instant());
        yield channels.add(connection.id(), channel, target)
            ? new Outcome.Saved(
                channel, target instanceof OutgoingWebhook ? Optional.of(secret) : Optional.empty())
            : taken();
      }
    };
  }

  /// Takes the place of what the channel was; its kind and, for an outgoing webhook, the secret
  /// that signs stay.
  public Outcome change(Caller manager, ConnectionId id, ChannelId channel, Request request) {
    return replace(
        manager, id, channel, (connection, before) -> changed(connection, before, request));
  }

  private Step changed(Connection connection, AlertChannels.Kept before, Request request) {
    var id = before.channel().id();
    if (before.target().kind() != request.kind()) {
      return new Step.Refuse(
          rejected("kind", "cannot be changed: add another channel and remove this one"));
    }
    var others =
        channels.list(connection.id()).stream()
            .filter(channel -> !channel.id().equals(id))
            .toList();
    return switch (requests.read(request, url -> moved(before.target(), url))) {
      case ChannelRequests.Read.Wrong(var problems) ->
          new Step.Refuse(new Outcome.Rejected(problems));
      case ChannelRequests.Read.Good(var name, _) when isTaken(others, name) ->
          new Step.Refuse(taken());
      case ChannelRequests.Read.Good(var name, var target) -> {
        var channel = AlertChannel.of(id, name, target, before.channel().createdAt());
        yield new Step.Keep(
            new AlertChannels.Kept(channel, target), new Outcome.Saved(channel, Optional.empty()));
      }
    };
  }

  private OutgoingWebhook moved(ChannelTarget present, ChannelUrl url) {
    return ((OutgoingWebhook) present).at(url, clock.instant());
  }

  /// Lets another secret sign the messages of an outgoing webhook. What was tried before and is
  /// sent again is signed anew.
  ///
  /// @param overlap how long the present one signs as well, from nothing to [#LONGEST_OVERLAP]
  public Outcome rotate(Caller manager, ConnectionId id, ChannelId channel, Duration overlap) {
    return replace(manager, id, channel, (_, before) -> rotated(before, overlap));
  }

  private Step rotated(AlertChannels.Kept before, Duration overlap) {
    if (overlap.isNegative() || overlap.compareTo(LONGEST_OVERLAP) > 0) {
      return new Step.Refuse(rejected("overlapHours", "is 0 to " + LONGEST_OVERLAP.toHours()));
    }
    if (!(before.target() instanceof OutgoingWebhook webhook)) {
      return new Step.Refuse(
          rejected("channelId", "has no secret of ours: only OUTGOING_WEBHOOK is signed"));
    }
    var now = clock.instant();
    var rotated = webhook.replacedBy(ChannelRequests.newSecret(), now, now.plus(overlap));
    return new Step.Keep(
        new AlertChannels.Kept(before.channel(), rotated),
        new Outcome.Rotated(
            before.channel(),
            rotated.secret(),
            rotated.former().map(OutgoingWebhook.Former::until)));
  }

  /// What is to become of a channel.
  private sealed interface Step {
    record Keep(AlertChannels.Kept after, Outcome outcome) implements Step {}

    record Refuse(Outcome outcome) implements Step {}
  }

  /// Begins again where somebody else has changed the channel meanwhile, or taken its new name.
  private Outcome replace(
      Caller manager,
      ConnectionId id,
      ChannelId channel,
      BiFunction<Connection, AlertChannels.Kept, Step> step) {
    return of(
        manager,
        id,
        connection -> {
          for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            var before = channels.find(id, channel);
            if (before.isEmpty()) {
              return new Outcome.ChannelUnknown();
            }
            switch (step.apply(connection, before.get())) {
              case Step.Refuse(var outcome) -> {
                return outcome;
              }
              case Step.Keep(var after, var outcome) -> {
                if (channels.replace(id, before.get(), after)) {
                  return outcome;
                }
              }
            }
          }
          return rejected("channelId", "is being changed by others: try again");
        });
  }

  /// Whatever waits for the channel is dropped.
  public Outcome remove(Caller manager, ConnectionId id, ChannelId channel) {
    return of(
        manager,
        id,
        connection ->
            channels.remove(connection.id(), channel)
                ? new Outcome.Removed(channel)
                : new Outcome.ChannelUnknown());
  }

  /// Sends a test message and waits for what comes of it.
  public Outcome test(Caller manager, ConnectionId id, ChannelId channel) {
    return of(
        manager,
        id,
        connection ->
            channels
                .find(connection.id(), channel)
                .<Outcome>map(kept -> {
                  var name = kept.channel().name();
                  var message = AlertMessage.test(connection, name, clock.instant());
                  return new Outcome.Tried(sender.send(kept.target(), message));
                })
                .orElseGet(Outcome.ChannelUnknown::new));
  }

  private Outcome of(Caller manager, ConnectionId id, Function<Connection, Outcome> work) {
    try {
      return connections
          .findLiving(manager.visibility(), id)
          .map(work)
          .orElseGet(Outcome.ConnectionUnknown::new);
    } catch (SealedChannel sealed) {
      return rejected(
          "channelId",
          "has stored secrets that cannot be opened: give the service the key that sealed them, or"
              + " add the channel anew and remove this one");
    }
  }

  private static boolean isTaken(List<AlertChannel> known, String name) {
    return known.stream().anyMatch(channel -> channel.name().equals(name));
  }

  private static Outcome taken() {
    return new Outcome.Rejected(
        List.of(
            new Problem(
                "name", Problem.Code.TAKEN, "is taken by another channel: choose another")));
  }

  private static Outcome rejected(String field, String message) {
    return new Outcome.Rejected(List.of(new Problem(field, Problem.Code.INVALID, message)));
  }
}
