package ai.superit.halo.application.webhook;

import ai.superit.halo.application.Problem;
import ai.superit.halo.application.connection.Connections;
import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.team.Caller;
import ai.superit.halo.domain.webhook.ChosenEvents;
import ai.superit.halo.domain.webhook.WebhookEvent;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Chooses what the webhook of a connection tells of, and tells HaloPSA.
public final class ChooseWebhookEvents {
  public sealed interface Outcome {
    record Chosen() implements Outcome {}

    record ConnectionUnknown() implements Outcome {}

    record Rejected(List<Problem> problems) implements Outcome {}

    /// The choice is stored; HaloPSA gets it when the webhook is next looked at.
    record Refused(String reason) implements Outcome {}
  }

  /// The largest number that is taken for one of HaloPSA's events.
  public static final int LARGEST_NUMBER = 999_999;

  private final Connections connections;
  private final WebhookWatch watch;
  private final RegisterWebhook registering;

  public ChooseWebhookEvents(
      Connections connections, WebhookWatch watch, RegisterWebhook registering) {
    this.connections = connections;
    this.watch = watch;
    this.registering = registering;
  }

  /// @param wanted HaloPSA's numbers of each event; none for those that are known
  public Outcome choose(Caller manager, ConnectionId id, Map<WebhookEvent, Set<Integer>> wanted) {
    if (connections.findLiving(manager.visibility(), id).isEmpty()) {
      return new Outcome.ConnectionUnknown();
    }
    var problems = problems(wanted);
    if (!problems.isEmpty()) {
      return new Outcome.Rejected(problems);
    }
    var before = watch.watched(id);
    watch.choose(id, new ChosenEvents(numbers(wanted)));
    if (!before.automatic()) {
      return new Outcome.Chosen();
    }
    return switch (registering.again(id, before.events().all(), Lane.PERSON)) {
      case RegisterWebhook.Outcome.Registered _ -> new Outcome.Chosen();
      case RegisterWebhook.Outcome.Refused(var reason) -> new Outcome.Refused(reason);
      case RegisterWebhook.Outcome.NotPossible(var reason) ->
          new Outcome.Refused("The connection " + reason + ".");
      case RegisterWebhook.Outcome.ConnectionUnknown() -> new Outcome.ConnectionUnknown();
    };
  }

  private static Map<WebhookEvent, Set<Integer>> numbers(Map<WebhookEvent, Set<Integer>> wanted) {
    var numbers = new EnumMap<WebhookEvent, Set<Integer>>(WebhookEvent.class);
    wanted.forEach((event, given) ->
        numbers.put(event, given.isEmpty() ? event.numbers() : Set.copyOf(given)));
    return numbers;
  }

  private static List<Problem> problems(Map<WebhookEvent, Set<Integer>> wanted) {
    var problems = new ArrayList<Problem>();
    if (wanted.isEmpty()) {
      problems.add(invalid("has to name at least one event"));
    }
    var taken = new HashSet<Integer>();
    for (var each : numbers(wanted).entrySet()) {
      var event = each.getKey();
      if (each.getValue().isEmpty()) {
        problems.add(
            invalid(
                "has "
                    + event
                    + ", whose number in HaloPSA is not known: add the event to the webhook in"
                    + " HaloPSA, call checkWebhook, and give the number that otherEventNumbers then"
                    + " shows"));
      }
      for (var number : each.getValue()) {
        if (number < 1 || number > LARGEST_NUMBER) {
          problems.add(invalid("has a number of " + event + " that is not 1 to " + LARGEST_NUMBER));
        } else if (!taken.add(number)) {
          problems.add(invalid("has the number " + number + " for two events"));
        }
      }
    }
    return problems;
  }

  private static Problem invalid(String message) {
    return new Problem("events", Problem.Code.INVALID, message);
  }
}
