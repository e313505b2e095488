package ai.superit.halo.halo;

import ai.superit.halo.application.connection.Allowance;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/// The three usual headers about a limit, as a tenant sent them; empty where it did not. One client
/// of Halo reads such a header, none shows it: nothing is relied on that does not fit together.
///
/// @param reset in seconds from now, or as seconds since 1970
record RateHeaders(Optional<String> limit, Optional<String> remaining, Optional<String> reset) {
  static final RateHeaders NONE =
      new RateHeaders(Optional.empty(), Optional.empty(), Optional.empty());

  private static final long FIRST_MOMENT = 1_000_000_000;

  /// Empty unless all three are there and make sense.
  Optional<Allowance> read(Instant now) {
    var calls = number(limit);
    var left = number(remaining);
    var until = number(reset);
    if (calls.isEmpty() || left.isEmpty() || until.isEmpty()) {
      return Optional.empty();
    }
    var seconds =
        until.getAsLong() < FIRST_MOMENT
            ? until.getAsLong()
            : Math.max(0, until.getAsLong() - now.getEpochSecond());
    var resetIn = Duration.ofSeconds(seconds);
    return Allowance.isPlausible(calls.getAsLong(), left.getAsLong(), resetIn)
        ? Optional.of(new Allowance(calls.getAsLong(), left.getAsLong(), resetIn))
        : Optional.empty();
  }

  private static OptionalLong number(Optional<String> header) {
    return header
        .map(String::strip)
        .filter(text -> text.matches("[0-9]{1,12}"))
        .map(text -> OptionalLong.of(Long.parseLong(text)))
        .orElseGet(OptionalLong::empty);
  }
}
