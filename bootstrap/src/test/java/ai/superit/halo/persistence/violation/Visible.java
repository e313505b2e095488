package ai.superit.halo.persistence.violation;

/// Stands for a public type of an adapter.
public final class Visible {
  private Visible() {}
}
