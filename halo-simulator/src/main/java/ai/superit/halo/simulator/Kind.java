package ai.superit.halo.simulator;

/// The kinds of row that can be written.
public enum Kind {
  TICKET("ticket"),
  ACTION("action"),
  CLIENT("client"),
  SITE("site"),
  USER("user"),
  ASSET("asset"),
  ATTACHMENT("attachment"),
  INVOICE("invoice");

  private final String use;

  Kind(String use) {
    this.use = use;
  }

  boolean canBeInactive() {
    return switch (this) {
      case CLIENT, SITE, USER, ASSET -> true;
      case TICKET, ACTION, ATTACHMENT, INVOICE -> false;
    };
  }

  String use() {
    return use;
  }
}
