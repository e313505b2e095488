package ai.superit.halo.application.webhook;

import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.webhook.ChosenEvents;
import ai.superit.halo.domain.webhook.WebhookEvent;
import ai.superit.halo.domain.webhook.WebhookProblem;
import ai.superit.halo.domain.webhook.WebhookScheme;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// The webhooks that are set up in a tenant.
public interface HaloWebhooks {
  /// How a webhook is to be.
  ///
  /// @param haloId of the one that was set up before; the one that posts to the address is taken if
  ///   there is none, or if it is gone
  /// @param scheme one that [#canUse] allows
  /// @param events Halo's numbers of what it tells of
  /// @param unwanted numbers of which it must not tell; others are left as they are
  record Wanted(
      Optional<String> haloId,
      URI address,
      WebhookScheme scheme,
      Set<Integer> events,
      Set<Integer> unwanted) {
    public Wanted {
      events = Set.copyOf(events);
      unwanted = Set.copyOf(unwanted);
    }

    /// With what has been chosen, and without the known events that have not been.
    public static Wanted of(
        Optional<String> haloId, URI address, WebhookScheme scheme, ChosenEvents chosen) {
      return new Wanted(haloId, address, scheme, chosen.all(), Set.of())
          .without(WebhookEvent.allNumbers());
    }

    /// The first webhook at the address, with the events that are chosen by default.
    public static Wanted of(URI address, WebhookScheme scheme) {
      return of(Optional.empty(), address, scheme, ChosenEvents.DEFAULT);
    }

    /// Also without these, but for those that are wanted.
    public Wanted without(Set<Integer> numbers) {
      var all = new HashSet<>(unwanted);
      all.addAll(numbers);
      all.removeAll(events);
      return new Wanted(haloId, address, scheme, events, all);
    }
  }

  /// Who waits for a webhook to be set up.
  ///
  /// @param lane of the calls until Halo has taken the webhook itself; all after that are of the
  ///   lane [Lane#REREAD], which waits longer than a person, so that it is seldom left half set up
  /// @param atMost how long all calls together may wait until they may be made; none begins later
  record Waiting(Lane lane, Duration atMost) {}

  /// How a webhook is, beside how it is to be.
  ///
  /// @param problems empty if it is as it should be
  /// @param detail what Halo says beyond that, for a person; may be empty
  /// @param otherEvents numbers that are not wanted and that it tells of
  record Look(Set<WebhookProblem> problems, String detail, Set<Integer> otherEvents) {
    public Look {
      problems = Set.copyOf(problems);
      otherEvents = Set.copyOf(otherEvents);
    }
  }

  /// Makes Halo post events to the address, signed by the scheme. Replaces the webhook that an
  /// earlier call set up; calling it twice changes nothing.
  ///
  /// @return Halo's id of the webhook
  /// @throws ai.superit.halo.application.connection.HaloUnavailable if Halo refuses or does not
  ///   answer; the message says if it has taken the webhook before
  String register(ConnectionId connection, Wanted wanted, Waiting waiting);

  /// Compares, and changes nothing. Halo does not show secrets, so they are not compared.
  ///
  /// @throws ai.superit.halo.application.connection.HaloUnavailable if Halo refuses or does not
  ///   answer
  Look look(ConnectionId connection, Wanted wanted);

  /// Whether Halo can prove its deliveries by the scheme.
  static boolean canUse(WebhookScheme scheme) {
    return switch (scheme) {
      case WebhookScheme.None _, WebhookScheme.Basic _, WebhookScheme.HmacSha256 _ -> true;
      case WebhookScheme.HmacSha256Hex _,
          WebhookScheme.Bearer _,
          WebhookScheme.ApiKey _,
          WebhookScheme.StandardWebhooks _ ->
          false;
    };
  }

  /// Removes the webhooks that post to the address; does nothing if there is none.
  ///
  /// @throws ai.superit.halo.application.connection.HaloUnavailable if Halo refuses or does not
  ///   answer
  void unregister(ConnectionId connection, URI address);
}
