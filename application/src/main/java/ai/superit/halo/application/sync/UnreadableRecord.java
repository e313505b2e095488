package ai.superit.halo.application.sync;

import ai.superit.halo.application.connection.HaloUnavailable;

/// Halo answered, but one record of it cannot be read.
public final class UnreadableRecord extends HaloUnavailable {
  private static final long serialVersionUID = 1L;

  private final String flaw;

  /// @param flaw what is wrong with the record, without anything that Halo sent
  public UnreadableRecord(String message, String flaw) {
    super(Cause.NOT_HALO, message);
    this.flaw = flaw;
  }

  public String flaw() {
    return flaw;
  }
}
