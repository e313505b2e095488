package ai.superit.halo.graphql;

import ai.superit.halo.application.webhook.DeliveryProofs.Hour;
import ai.superit.halo.application.webhook.DeliveryProofs.Missed;
import ai.superit.halo.application.webhook.DeliveryProofs.Standing;
import ai.superit.halo.application.webhook.ReviewDeliveries;
import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.connection.ConnectionId;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What was received of what Halo says it sent.
final class ProofGraphql {
  private static final Logger LOG = LoggerFactory.getLogger(ProofGraphql.class);
  private static final int MOST_HOURS = 168;
  private static final int MOST_MISSED = 100;

  /// What is shown of a connection that the caller may see.
  private record Proof(Session session, ConnectionId connection, Standing standing) {
    private List<Hour> hours(Arguments given) {
      return review().hours(connection, checked(given, "hours", MOST_HOURS));
    }

    private List<Missed> missed(Arguments given) {
      return review().missed(connection, checked(given, "first", MOST_MISSED));
    }

    private int checked(Arguments given, String name, int most) {
      var number = given.number(name);
      if (number < 1 || number > most) {
        throw FieldFailure.invalid("The argument %s is 1 to %d.".formatted(name, most));
      }
      session.countNestedList();
      return number;
    }

    private ReviewDeliveries review() {
      return session.oversight().receiving().proofs();
    }
  }

  private ProofGraphql() {}

  static void wire(Wiring wiring) {
    wiring.mutation("reconcileDeliveries", ProofGraphql::reconcile);
    wiring
        .type("HaloConnection", Connection.class)
        .fetch("deliveryProof", (connection, given) -> proof(given.session(), connection.id()));
    wiring
        .type("DeliveryProof", Proof.class)
        .read("log", proof -> proof.standing().access())
        .read("logReason", proof -> proof.standing().access().reason())
        .read("checkedTo", proof -> proof.standing().checkedTo())
        .read("checkedAt", proof -> proof.standing().checkedAt())
        .fetch("hours", Proof::hours)
        .fetch("missed", Proof::missed);
    wiring
        .type("DeliveryHour", Hour.class)
        .read("hour", Hour::hour)
        .read("sent", hour -> Math.toIntExact(hour.sent()))
        .read("received", hour -> Math.toIntExact(hour.received()))
        .read("late", hour -> Math.toIntExact(hour.late()))
        .read("missing", hour -> Math.toIntExact(hour.missing()))
        .read("repaired", hour -> Math.toIntExact(hour.repaired()));
    wiring
        .type("MissedDelivery", Missed.class)
        .read("sentAt", Missed::sentAt)
        .read("records", ProofGraphql::records)
        .read("repairedAt", Missed::repairedAt)
        .read(
            "problem",
            missed -> Optional.of(missed.problem()).filter(problem -> !problem.isEmpty()));
    wiring
        .type("ReconcileDeliveriesPayload", Payload.class)
        .read("connection", payload -> payload.result())
        .read("userErrors", payload -> payload.userErrors());
  }

  private static Proof proof(Session session, ConnectionId connection) {
    return new Proof(
        session, connection, session.oversight().receiving().proofs().standing(connection));
  }

  private static List<String> records(Missed missed) {
    return missed.objects().stream()
        .map(object -> object.kind() + " " + object.id())
        .sorted()
        .toList();
  }

  private static Payload<Connection> reconcile(Session session, Arguments given) {
    return GlobalId.connection(given.requiredText("connectionId"))
        .flatMap(id -> session.oversight().receiving().proofs().hasten(session.caller(), id))
        .map(connection -> {
          LOG.info(
              "event=reconciliation_wished connection={} by={}",
              connection.id(),
              session.caller().subject());
          return Payload.of(connection);
        })
        .orElseGet(Payload::unknownConnection);
  }
}
