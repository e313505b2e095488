package ai.superit.halo.application.webhook;

import ai.superit.halo.application.Problem;
import ai.superit.halo.application.connection.Connections;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.team.Caller;
import ai.superit.halo.domain.webhook.AddressRange;
import ai.superit.halo.domain.webhook.SenderRules;
import java.util.ArrayList;
import java.util.List;

/// Decides from where the deliveries of a connection may come.
public final class RestrictSenders {
  public sealed interface Outcome {
    record Restricted(SenderRules rules) implements Outcome {}

    record ConnectionUnknown() implements Outcome {}

    record Rejected(List<Problem> problems) implements Outcome {
      public Rejected {
        problems = List.copyOf(problems);
      }
    }
  }

  private static final String FIELD = "allowedSenders";

  private final Connections connections;
  private final WebhookSenders senders;

  public RestrictSenders(Connections connections, WebhookSenders senders) {
    this.connections = connections;
    this.senders = senders;
  }

  /// Takes all ranges or none.
  ///
  /// @param allowed addresses and ranges; none to allow anybody
  public Outcome restrict(
      Caller manager, ConnectionId id, List<String> allowed, boolean httpsOnly) {
    if (connections.findLiving(manager.visibility(), id).isEmpty()) {
      return new Outcome.ConnectionUnknown();
    }
    if (allowed.size() > SenderRules.MOST_RANGES) {
      return rejected(
          "holds %d ranges, allowed is at most %d"
              .formatted(allowed.size(), SenderRules.MOST_RANGES));
    }
    var ranges = new ArrayList<AddressRange>();
    for (var text : allowed) {
      try {
        ranges.add(AddressRange.parse(text));
      } catch (IllegalArgumentException wrong) {
        return rejected("holds an entry that cannot be used: " + wrong.getMessage());
      }
    }
    var rules = new SenderRules(ranges, httpsOnly);
    senders.save(id, rules);
    return new Outcome.Restricted(rules);
  }

  private static Outcome rejected(String message) {
    return new Outcome.Rejected(List.of(new Problem(FIELD, Problem.Code.INVALID, message)));
  }
}
