package ai.superit.halo.domain.webhook;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// By what the deliveries of a connection may prove themselves: the scheme that stays and, while a
/// secret is being replaced, another beside it.
///
/// @param beside the former scheme, or the next one until Halo has it
public record AcceptedSchemes(WebhookScheme present, Optional<Temporary> beside) {
  /// A scheme that counts for a while only.
  ///
  /// @param until a whole second; from then on it is refused
  public record Temporary(WebhookScheme scheme, Instant until) {
    public Temporary {
      until = until.truncatedTo(ChronoUnit.SECONDS);
    }

    public boolean counts(Instant now) {
      return now.isBefore(until);
    }
  }

  public static AcceptedSchemes only(WebhookScheme scheme) {
    return new AcceptedSchemes(scheme, Optional.empty());
  }

  /// As it is, and also this one until then; in place of any other beside it.
  public AcceptedSchemes also(WebhookScheme next, Instant until) {
    return new AcceptedSchemes(present, Optional.of(new Temporary(next, until)));
  }

  /// Another scheme from now on, and the present one until then. One that refuses nobody ends at
  /// once: beside it the other would be worth nothing.
  public AcceptedSchemes replacedBy(WebhookScheme next, Instant now, Instant until) {
    var isKept =
        now.isBefore(until) && !next.equals(present) && !(present instanceof WebhookScheme.None);
    return isKept ? only(next).also(present, until) : only(next);
  }
}
