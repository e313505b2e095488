package ai.superit.halo.application.webhook;

import static java.util.stream.Collectors.joining;

import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.webhook.ChosenEvents;
import ai.superit.halo.domain.webhook.LogAccess;
import ai.superit.halo.domain.webhook.WebhookProblem;
import ai.superit.halo.domain.webhook.WebhookStatus;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/// What is known of the webhooks in HaloPSA, and what they are to tell of.
///
/// All methods throw [ai.superit.halo.application.StoreUnavailable] if the store cannot be reached.
public interface WebhookWatch {
  /// How it stands with the webhook of a connection.
  ///
  /// @param automatic whether it was set up by this service, which looks after it
  /// @param haloId HaloPSA's id of it; empty if this service never set one up
  /// @param since when it was set up; empty if it never was
  /// @param finding empty if nobody has looked
  record Watched(
      boolean automatic,
      Optional<String> haloId,
      Optional<Instant> since,
      ChosenEvents events,
      Optional<Finding> finding,
      Repairs repairs) {
    /// What was wrong when somebody last looked.
    public Set<WebhookProblem> problems() {
      return finding.map(Finding::problems).orElse(Set.of());
    }

    /// @param arrived when the last delivery since it was set up was accepted
    /// @param log what the delivery log told last: beside what arrives, all that is known of a
    ///   webhook that somebody else set up
    public WebhookStatus status(Optional<Instant> arrived, LogAccess log) {
      if (isSwitchedOff(log) || problems().contains(WebhookProblem.DISABLED_BY_HALO)) {
        return WebhookStatus.DISABLED_BY_HALO;
      }
      if (!problems().isEmpty()) {
        return WebhookStatus.FAILED;
      }
      return arrived.isPresent() ? WebhookStatus.ACTIVE : WebhookStatus.PENDING;
    }

    /// Whether a webhook that somebody else set up is off in HaloPSA, as far as the log tells.
    public boolean isSwitchedOff(LogAccess log) {
      return !automatic && log == LogAccess.SWITCHED_OFF;
    }

    /// Why it stands so and what to do, for a person.
    public String reason(Optional<Instant> arrived, LogAccess log) {
      if (isSwitchedOff(log)) {
        return log.reason();
      }
      if (!automatic) {
        var waits =
            since.isPresent() ? "It was set up by hand" : "It is not set up by this service";
        return arrived
            .map(at -> waits + "; the last delivery was accepted at " + at + ".")
            .orElse(
                waits
                    + ", and no delivery was accepted since. Call registerWebhook to have it set"
                    + " up, or finish it by hand in HaloPSA.");
      }
      var wrong = problems().stream().sorted().map(WebhookProblem::sentence);
      var detail = finding.map(Finding::detail).stream().filter(text -> !text.isEmpty());
      var good =
          arrived.isPresent()
              ? "It is as it should be."
              : "It is set up, and no delivery was accepted since. Change a ticket in HaloPSA; if"
                  + " nothing comes, see that HaloPSA reaches the address.";
      return problems().isEmpty()
          ? Stream.concat(Stream.of(good), detail).collect(joining(" "))
          : Stream.concat(wrong, detail).collect(joining(" "));
    }
  }

  /// What somebody found who looked.
  ///
  /// @param problems those that are still there
  /// @param detail for a person; empty if there is nothing to say beyond the problems
  /// @param otherEvents numbers of events that the webhook tells of and nobody chose
  record Finding(
      Instant at, Set<WebhookProblem> problems, String detail, Set<Integer> otherEvents) {
    public Finding {
      problems = Set.copyOf(problems);
      otherEvents = Set.copyOf(otherEvents);
    }
  }

  /// @param last what was mended the last time
  record Repairs(long count, Optional<Instant> lastAt, Set<WebhookProblem> last) {
    public static final Repairs NONE = new Repairs(0, Optional.empty(), Set.of());
  }

  /// Of a connection that is unknown or has no webhook: nothing but the default events.
  Watched watched(ConnectionId connection);

  /// The delivery that was accepted last, once workers have seen it; empty if there is none.
  Optional<IncomingDelivery> latest(ConnectionId connection);

  /// Remembers that HaloPSA has the webhook as it should be.
  void registered(ConnectionId connection, String haloId, Instant now);

  /// Remembers that somebody else sets the webhook up and looks after it. What was found before is
  /// forgotten, but for HaloPSA's id.
  void leftToPeople(ConnectionId connection, Instant now);

  /// Replaces what was chosen. The webhook is due to be looked at.
  void choose(ConnectionId connection, ChosenEvents events);

  /// Numbers of events that were chosen before, of which HaloPSA may still tell.
  Set<Integer> unwanted(ConnectionId connection);

  /// Remembers that HaloPSA does not tell of these any more.
  void removed(ConnectionId connection, Set<Integer> numbers);

  /// Takes on the looking at an automatic webhook. Of many that try at once one succeeds.
  ///
  /// @param before only if nobody has taken it on after this
  boolean claim(ConnectionId connection, Instant now, Instant before);

  /// Takes on changing the webhook. Of all that try at once, on whichever instance, one succeeds.
  ///
  /// @param change names it
  /// @param until when others may take it on though it was not ended
  /// @return false if another change is under way
  boolean beginChange(ConnectionId connection, UUID change, Instant now, Instant until);

  /// Lets others change the webhook, unless they do already.
  void endChange(ConnectionId connection, UUID change);

  /// @param mended what was wrong and is not any more; empty if nothing was repaired
  void found(ConnectionId connection, Finding finding, Set<WebhookProblem> mended);
}
