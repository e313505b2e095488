package ai.superit.halo.webhook;

import java.time.Duration;

/// What a delivery may cost.
///
/// @param maxBytes of the body as sent
/// @param maxInflatedBytes of a compressed body once inflated
/// @param readTime from the end of the header to the last byte of the body
/// @param retryAfter what a sender is told to wait while deliveries cannot be stored
public record WebhookLimits(
    int maxBytes, int maxInflatedBytes, Duration readTime, Duration retryAfter) {
  public static final WebhookLimits DEFAULT =
      new WebhookLimits(1 << 20, 4 << 20, Duration.ofSeconds(10), Duration.ofSeconds(5));

  public WebhookLimits {
    if (maxBytes < 1 || maxInflatedBytes < maxBytes || !readTime.isPositive()) {
      throw new IllegalArgumentException(
          "limits of deliveries are positive, and inflated bodies may be longer than sent ones");
    }
  }
}
