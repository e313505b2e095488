package ai.superit.halo.domain.webhook;

/// How it stands with a webhook in HaloPSA.
public enum WebhookStatus {
  /// Nothing is known to be wrong, and a delivery was accepted.
  ACTIVE,
  /// Not set up, or set up and silent since.
  PENDING,
  FAILED,
  DISABLED_BY_HALO
}
