package ai.superit.halo.application.webhook;

import ai.superit.halo.application.connection.Connections;
import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.sync.SyncPauses;
import ai.superit.halo.application.sync.SyncSchedules;
import ai.superit.halo.application.webhook.WebhookWatch.Finding;
import ai.superit.halo.application.webhook.WebhookWatch.Watched;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.team.Caller;
import ai.superit.halo.domain.webhook.WebhookProblem;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// Compares webhooks in HaloPSA with how they are to be, and sets those up again that are not.
public final class CheckWebhook {
  public sealed interface Outcome {
    /// @param finding what was wrong and still is
    record Checked(Finding finding, Set<WebhookProblem> mended) implements Outcome {}

    record ConnectionUnknown() implements Outcome {}

    /// @param reason why there is nothing to compare, and what to do
    record NotPossible(String reason) implements Outcome {}
  }

  /// The ports that tell how it stands.
  public record Ports(
      Connections connections,
      WebhookWatch watch,
      SyncSchedules schedules,
      SyncPauses pauses,
      RefusedDeliveries refused) {}

  /// How often to look.
  ///
  /// @param usual at a webhook of which nothing bad is known
  /// @param soon at one that has a problem or tells of nothing although there are changes
  public record Pace(Duration usual, Duration soon) {
    /// Looks at what may be wrong every five minutes.
    public static Pace of(Duration usual) {
      var soon = Duration.ofMinutes(5);
      return new Pace(usual, usual.compareTo(soon) < 0 ? usual : soon);
    }
  }

  private final Ports ports;
  private final RegisterWebhook registering;
  private final HaloWebhooks webhooks;
  private final Pace pace;
  private final InstantSource clock;

  public CheckWebhook(
      Ports ports,
      RegisterWebhook registering,
      HaloWebhooks webhooks,
      Pace pace,
      InstantSource clock) {
    this.ports = ports;
    this.registering = registering;
    this.webhooks = webhooks;
    this.pace = pace;
    this.clock = clock;
  }

  /// Looks at once.
  ///
  /// @param mends whether to set it up again if that helps, also if somebody switched it off
  public Outcome check(Caller manager, ConnectionId id, boolean mends) {
    if (ports.connections().findLiving(manager.visibility(), id).isEmpty()) {
      return new Outcome.ConnectionUnknown();
    }
    var watched = ports.watch().watched(id);
    if (!watched.automatic()) {
      return new Outcome.NotPossible(
          "has no webhook that this service set up in HaloPSA: call registerWebhook, or see"
              + " firstDelivery for one that was set up by hand");
    }
    if (registering.unreadable(id).orElse(null)
        instanceof RegisterWebhook.Outcome.NotPossible(var reason)) {
      return new Outcome.NotPossible(reason);
    }
    return checked(id, watched, mends ? WebhookProblem::canBeMended : _ -> false, Lane.PERSON);
  }

  /// Looks at the webhooks for which it is time, unless another instance does, and mends what can
  /// be mended unasked. One whose secret cannot be opened here is left to an instance that can.
  ///
  /// @return what was found; empty if it was not time
  public Optional<Outcome> checkIfDue(ConnectionId id) {
    var watched = ports.watch().watched(id);
    if (!watched.automatic() || ports.pauses().pausedSince(id).isPresent()) {
      return Optional.empty();
    }
    if (registering.isUnreadable(id)) {
      return Optional.empty();
    }
    var now = clock.instant();
    var isDoubtful = hasProblems(watched) || isSilent(id);
    var before = now.minus(isDoubtful ? pace.soon() : pace.usual());
    return ports.watch().claim(id, now, before)
        ? Optional.of(checked(id, watched, WebhookProblem::isMendedUnasked, Lane.REREAD))
        : Optional.empty();
  }

  private interface Mending {
    boolean mends(WebhookProblem problem);
  }

  /// @param lane of who waits for it to be mended
  private Outcome checked(ConnectionId id, Watched watched, Mending mending, Lane lane) {
    var before = doubted(id, watched, look(id));
    if (!isMended(before.problems(), mending)) {
      ports.watch().found(id, before, Set.of());
      return new Outcome.Checked(before, Set.of());
    }
    return switch (registering.again(id, Set.of(), lane)) {
      case RegisterWebhook.Outcome.Registered _ -> mended(id, before);
      case RegisterWebhook.Outcome.Refused(var reason) -> notMended(id, before, reason);
      case RegisterWebhook.Outcome.NotPossible(var reason) ->
          notMended(id, before, "The connection " + reason + ".");
      case RegisterWebhook.Outcome.ConnectionUnknown() -> new Outcome.ConnectionUnknown();
    };
  }

  private Outcome mended(ConnectionId id, Finding before) {
    var after = look(id);
    if (after.detail().isEmpty()) {
      after = because(after, before.detail());
    }
    var mended = without(before.problems(), after.problems());
    ports.watch().found(id, after, mended);
    return new Outcome.Checked(after, mended);
  }

  private Outcome notMended(ConnectionId id, Finding before, String reason) {
    var finding = because(before, reason);
    ports.watch().found(id, finding, Set.of());
    return new Outcome.Checked(finding, Set.of());
  }

  /// Setting it up again mends all at once, so nothing may be wrong that has to be left alone.
  private static boolean isMended(Set<WebhookProblem> problems, Mending mending) {
    return problems.stream()
            .filter(problem -> problem != WebhookProblem.DUPLICATE)
            .allMatch(mending::mends)
        && problems.stream().anyMatch(mending::mends);
  }

  private Finding look(ConnectionId id) {
    var now = clock.instant();
    try {
      return registering
          .wanted(id)
          .map(wanted -> webhooks.look(id, wanted))
          .map(look -> new Finding(now, problems(id, look), look.detail(), look.otherEvents()))
          .orElseGet(() -> new Finding(now, Set.of(WebhookProblem.WRONG_SCHEME), "", Set.of()));
    } catch (HaloUnavailable failure) {
      var reason = String.valueOf(failure.getMessage());
      return new Finding(now, Set.of(WebhookProblem.NOT_READABLE), reason, Set.of());
    }
  }

  /// What was chosen before and is told of still is as wrong as what somebody has edited.
  private Set<WebhookProblem> problems(ConnectionId id, HaloWebhooks.Look look) {
    var problems = EnumSet.noneOf(WebhookProblem.class);
    problems.addAll(look.problems());
    if (ports.watch().unwanted(id).stream().anyMatch(look.otherEvents()::contains)) {
      problems.add(WebhookProblem.EDITED);
    }
    return problems;
  }

  private Finding doubted(ConnectionId id, Watched watched, Finding found) {
    return found.problems().isEmpty() && isSilent(id) && isRefused(id, watched, found.at())
        ? new Finding(
            found.at(), Set.of(WebhookProblem.SECRET_DOUBTFUL), found.detail(), found.otherEvents())
        : found;
  }

  private static Finding because(Finding found, String reason) {
    return new Finding(found.at(), found.problems(), reason, found.otherEvents());
  }

  private static Set<WebhookProblem> without(Set<WebhookProblem> all, Set<WebhookProblem> others) {
    var rest = EnumSet.noneOf(WebhookProblem.class);
    rest.addAll(all);
    rest.removeAll(others);
    return rest;
  }

  private static boolean hasProblems(Watched watched) {
    return watched.finding().map(finding -> !finding.problems().isEmpty()).orElse(true);
  }

  private boolean isSilent(ConnectionId id) {
    return ports.schedules().planned(id).stream().anyMatch(SyncSchedules.Planned::webhooksSilent);
  }

  /// Whether deliveries were refused this hour, and the webhook was not set up again in it: who
  /// knows the address can make this true, and must not make us work for it more often.
  private boolean isRefused(ConnectionId id, Watched watched, Instant now) {
    var hour = now.truncatedTo(ChronoUnit.HOURS);
    return watched.repairs().lastAt().map(hour::isAfter).orElse(true)
        && ports.refused().since(id, hour).containsKey(Refusal.NOT_AUTHENTIC);
  }
}
