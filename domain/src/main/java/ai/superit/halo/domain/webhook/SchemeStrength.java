package ai.superit.halo.domain.webhook;

/// What a scheme is worth against somebody who sees or changes deliveries on their way, the
/// strongest first.
public enum SchemeStrength {
  /// Signs the body and the time.
  STRONG(
      "Each delivery is signed with its time: none can be forged or changed, or sent again after five"
          + " minutes."),
  /// Signs the body.
  MEDIUM(
      "Each delivery is signed: none can be forged or changed, but one that was seen can be sent"
          + " again, which changes nothing."),
  /// A secret that every delivery carries.
  WEAK(
      "Each delivery carries the secret itself: whoever sees one can forge others. Use a signature"
          + " where the sender can make one, and allow only the sender's addresses."),
  /// Nothing is checked.
  NONE("Nothing is checked: anybody who knows the address can forge deliveries.");

  private final String reason;

  SchemeStrength(String reason) {
    this.reason = reason;
  }

  /// Why, in a sentence for a person.
  public String reason() {
    return reason;
  }
}
