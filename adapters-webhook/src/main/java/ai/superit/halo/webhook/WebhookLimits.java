package ai.superit.halo.webhook;

import java.time.Duration;

/// What a delivery may cost.
///
/// @param maxBytes of the body as sent
/// @param maxInflatedBytes of a compressed body once inflated
/// @param readTime from the end of the header to the last byte of the body
/// @param retryAfter what a sender is told to wait while deliveries cannot be stored, or while its
///   connection has used up its share
/// @param postsPerSecond the share of each connection; 0 for no limit
public record WebhookLimits(
    int maxBytes,
    int maxInflatedBytes,
    Duration readTime,
    Duration retryAfter,
    int postsPerSecond) {
  public static final WebhookLimits DEFAULT =
      new WebhookLimits(1 << 20, 4 << 20, Duration.ofSeconds(10), Duration.ofSeconds(5), 2_000);

  public WebhookLimits {
    if (maxBytes < 1
        || maxInflatedBytes < maxBytes
        || !readTime.isPositive()
        || postsPerSecond < 0) {
      throw new IllegalArgumentException(
          "limits of deliveries are positive, and inflated bodies may be longer than sent ones");
    }
  }

  /// The same with another share of each connection.
  public WebhookLimits withPostsPerSecond(int posts) {
    return new WebhookLimits(maxBytes, maxInflatedBytes, readTime, retryAfter, posts);
  }
}
