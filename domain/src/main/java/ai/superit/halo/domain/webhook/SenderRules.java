package ai.superit.halo.domain.webhook;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/// From where the deliveries of a connection may come.
///
/// @param allowed the senders' addresses; anybody's if there are none
/// @param httpsOnly whether deliveries must have come by HTTPS, at least as far as the proxy in
///   front of the service
public record SenderRules(List<AddressRange> allowed, boolean httpsOnly) {
  /// What counts until somebody decides otherwise.
  public static final SenderRules ANYBODY = new SenderRules(List.of(), false);

  /// How many ranges there may be.
  public static final int MOST_RANGES = 100;

  public SenderRules {
    allowed = List.copyOf(allowed);
    if (allowed.size() > MOST_RANGES) {
      throw new IllegalArgumentException("there are at most " + MOST_RANGES + " ranges");
    }
  }

  /// @param sender empty if nobody knows who it was
  public boolean allows(Optional<InetAddress> sender) {
    return allowed.isEmpty()
        || sender
            .filter(address -> allowed.stream().anyMatch(range -> range.contains(address)))
            .isPresent();
  }
}
