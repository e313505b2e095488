package ai.superit.halo.domain.webhook;

/// How it stands with a webhook in HaloPSA.
public enum WebhookStatus {
  ACTIVE,
  /// Not set up, or set up by hand and silent since.
  PENDING,
  FAILED,
  DISABLED_BY_HALO
}
