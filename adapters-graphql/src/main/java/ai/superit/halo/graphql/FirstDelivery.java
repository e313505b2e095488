package ai.superit.halo.graphql;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Whether deliveries arrive since a webhook was set up.
///
/// @param acceptedAt when the last one was accepted
/// @param understood the fields of it that were
record FirstDelivery(
    Optional<Instant> waitingSince,
    State state,
    List<ReceivingGraphql.Refused> refused,
    Optional<Instant> acceptedAt,
    List<String> understood) {
  enum State {
    NOTHING_YET(
        "Nothing has arrived. See that the webhook is on in HaloPSA, that it posts to the address,"
            + " and that the address can be reached from the Internet; then change a ticket."),
    REFUSED(
        "Deliveries arrive and are refused. NOT_AUTHENTIC: secret, header or kind of authentication"
            + " differ. SENDER_NOT_ALLOWED and NOT_HTTPS: see restrictWebhookSenders. TOO_LARGE:"
            + " choose the default payload in HaloPSA. UNKNOWN_ENCODING: let the proxy in front pass"
            + " bodies on as they come."),
    NOT_UNDERSTOOD(
        "Deliveries are accepted, but do not say which record they are about. Choose the default"
            + " payload in HaloPSA."),
    ACCEPTED("Deliveries are accepted and understood.");

    private final String sentence;

    State(String sentence) {
      this.sentence = sentence;
    }
  }

  String explanation() {
    return state.sentence;
  }

  static void wire(Wiring wiring) {
    wiring
        .type("FirstDelivery", FirstDelivery.class)
        .read("waitingSince", FirstDelivery::waitingSince)
        .read("state", FirstDelivery::state)
        .read("explanation", FirstDelivery::explanation)
        .read("refused", FirstDelivery::refused)
        .read("acceptedAt", FirstDelivery::acceptedAt)
        .read("understood", FirstDelivery::understood);
  }
}
