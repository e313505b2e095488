package ai.superit.halo.domain.ticket;

/// Halo's number of a note ("action"); unique within its ticket only.
public record NoteId(long value) {
  @Override
  public String toString() {
    return Long.toString(value);
  }
}
