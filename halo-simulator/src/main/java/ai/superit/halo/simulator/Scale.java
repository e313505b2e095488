package ai.superit.halo.simulator;

/// How many rows of each kind a tenant starts with. Notes are spread over the tickets, so their
/// number is met approximately; the other counts are exact.
public record Scale(int clients, int sites, int contacts, int tickets, int notes, int assets) {
  private static final Scale DEFAULT = new Scale(40, 80, 400, 5_000, 15_600, 1_500);

  public Scale {
    if (clients < 1 || sites < clients || contacts < sites) {
      throw new IllegalArgumentException(
          "Every client needs a site and every site a contact, but clients=%d sites=%d contacts=%d"
              .formatted(clients, sites, contacts));
    }
    if (tickets < 0 || notes < 0 || assets < 0) {
      throw new IllegalArgumentException("Counts must not be negative");
    }
  }

  /// A managed service provider of moderate size: 40 clients, and 5,000 tickets in two years with
  /// at least 15,000 notes.
  public static Scale standard() {
    return DEFAULT;
  }

  /// A tenant just big enough to page through, for fast tests.
  public static Scale small() {
    return new Scale(5, 8, 30, 250, 750, 80);
  }

  /// This scale with every count multiplied.
  public Scale times(int factor) {
    if (factor < 1) {
      throw new IllegalArgumentException("The factor must be at least 1 but is " + factor);
    }
    return new Scale(
        clients * factor,
        sites * factor,
        contacts * factor,
        tickets * factor,
        notes * factor,
        assets * factor);
  }
}
