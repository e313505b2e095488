package ai.superit.halo.domain;

/// What brought a mirrored record into the store, kept beside it: a sync run, a webhook delivery, a
/// re-read that somebody asked for.
public record Source(String value) {
  public Source {
    if (value.isBlank() || value.length() > 80) {
      throw new IllegalArgumentException("a source has 1 to 80 characters, not " + value.length());
    }
  }

  public static Source run(Object runId) {
    return new Source("run:" + runId);
  }

  public static Source delivery(long deliveryId) {
    return new Source("delivery:" + deliveryId);
  }

  public static Source reread(String reason) {
    return new Source("reread:" + reason);
  }
}
