package ai.superit.halo.simulator;

/// What a tenant announces by webhook. The numbers below 100 and that of deletion are known; the
/// others are stand-ins that `Quirks` can replace.
public enum Event {
  TICKET_LOGGED(3, "new ticket logged", "ticket"),
  TICKET_UPDATED_BY_USER(19, "ticket updated by user", "ticket"),
  TICKET_CLOSED(39, "closed", "ticket"),
  TICKET_UPDATED(61, "ticket updated", "ticket"),
  TICKET_STATUS_CHANGED(76, "ticket status changed", "ticket"),
  TICKET_REASSIGNED(77, "ticket reassigned", "ticket"),
  TICKET_DELETED(1072, "ticket deleted", "ticket"),
  ACTION_ADDED(1080, "action added", "ticket"),
  CLIENT_CREATED(1090, "client created", "client"),
  CLIENT_UPDATED(1091, "client updated", "client"),
  CLIENT_DELETED(1092, "client deleted", "client"),
  SITE_CREATED(1093, "site created", "site"),
  SITE_UPDATED(1094, "site updated", "site"),
  SITE_DELETED(1095, "site deleted", "site"),
  USER_CREATED(1096, "user created", "user"),
  USER_UPDATED(1097, "user updated", "user"),
  USER_DELETED(1098, "user deleted", "user"),
  ASSET_CREATED(1099, "asset created", "asset"),
  ASSET_UPDATED(1100, "asset updated", "asset"),
  ASSET_DELETED(1101, "asset deleted", "asset"),
  INVOICE_CREATED(1102, "invoice created", "invoice"),
  INVOICE_UPDATED(1103, "invoice updated", "invoice"),
  INVOICE_DELETED(1104, "invoice deleted", "invoice");

  private final int usualNumber;
  private final String text;
  private final String entity;

  Event(int usualNumber, String text, String entity) {
    this.usualNumber = usualNumber;
    this.text = text;
    this.entity = entity;
  }

  /// The number unless configured otherwise.
  public int usualNumber() {
    return usualNumber;
  }

  /// The text by which a payload names the event.
  public String text() {
    return text;
  }

  /// The payload's key of the entity.
  public String entity() {
    return entity;
  }
}
