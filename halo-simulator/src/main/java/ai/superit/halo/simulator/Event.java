package ai.superit.halo.simulator;

/// What a tenant announces by webhook. The numbers below 100 and that of deletion are known; the
/// others are stand-ins that `Quirks` can replace.
public enum Event {
  TICKET_LOGGED(3, "new ticket logged", Kind.TICKET),
  TICKET_UPDATED_BY_USER(19, "ticket updated by user", Kind.TICKET),
  TICKET_CLOSED(39, "closed", Kind.TICKET),
  TICKET_UPDATED(61, "ticket updated", Kind.TICKET),
  TICKET_STATUS_CHANGED(76, "ticket status changed", Kind.TICKET),
  TICKET_REASSIGNED(77, "ticket reassigned", Kind.TICKET),
  TICKET_DELETED(1072, "ticket deleted", Kind.TICKET),
  ACTION_ADDED(1080, "action added", Kind.TICKET),
  CLIENT_CREATED(1090, "client created", Kind.CLIENT),
  CLIENT_UPDATED(1091, "client updated", Kind.CLIENT),
  CLIENT_DELETED(1092, "client deleted", Kind.CLIENT),
  SITE_CREATED(1093, "site created", Kind.SITE),
  SITE_UPDATED(1094, "site updated", Kind.SITE),
  SITE_DELETED(1095, "site deleted", Kind.SITE),
  USER_CREATED(1096, "user created", Kind.USER),
  USER_UPDATED(1097, "user updated", Kind.USER),
  USER_DELETED(1098, "user deleted", Kind.USER),
  ASSET_CREATED(1099, "asset created", Kind.ASSET),
  ASSET_UPDATED(1100, "asset updated", Kind.ASSET),
  ASSET_DELETED(1101, "asset deleted", Kind.ASSET),
  INVOICE_CREATED(1102, "invoice created", Kind.INVOICE),
  INVOICE_UPDATED(1103, "invoice updated", Kind.INVOICE),
  INVOICE_DELETED(1104, "invoice deleted", Kind.INVOICE);

  private final int usualNumber;
  private final String text;
  private final Kind kind;

  Event(int usualNumber, String text, Kind kind) {
    this.usualNumber = usualNumber;
    this.text = text;
    this.kind = kind;
  }

  /// The number unless configured otherwise.
  public int usualNumber() {
    return usualNumber;
  }

  /// The text by which a payload names the event.
  public String text() {
    return text;
  }

  /// What it is about.
  public Kind kind() {
    return kind;
  }
}
