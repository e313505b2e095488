package ai.superit.halo.domain.webhook;

/// A thing in Halo that an event is about.
public record ObjectRef(Kind kind, long id) {
  public enum Kind {
    TICKET,
    CLIENT,
    SITE,
    CONTACT,
    ASSET,
    INVOICE
  }

  public ObjectRef {
    if (id <= 0 || id > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("Halo's ids are positive 32 bit numbers, not " + id);
    }
  }
}
