package ai.superit.halo.graphql;

import ai.superit.halo.application.connection.Diagnosis;
import ai.superit.halo.application.connection.Diagnosis.Finding;
import java.util.List;
import java.util.Optional;

/// Examining a connection.
final class DiagnosisGraphql {
  private DiagnosisGraphql() {}

  static void wire(Wiring wiring) {
    wiring.mutation("diagnoseConnection", DiagnosisGraphql::diagnose);
    wiring
        .type("DiagnoseConnectionPayload", Payload.class)
        .read("probes", payload -> diagnosis(payload).map(Diagnosis::findings).orElse(List.of()))
        .read("firstCause", payload -> diagnosis(payload).flatMap(Diagnosis::firstCause))
        .read("calls", payload -> diagnosis(payload).map(Diagnosis::calls))
        .read("userErrors", payload -> payload.userErrors());
    wiring
        .type("ConnectionProbe", Finding.class)
        .read("probe", Finding::probe)
        .read("result", Finding::result)
        .read("finding", Finding::text)
        .read("because", Finding::because)
        .read("likelyCause", of -> of.cure().likelyCause())
        .read("haloMenu", of -> of.cure().menu())
        .read("leastRight", of -> of.cure().leastRight());
  }

  private static Payload<Diagnosis> diagnose(Session session, Arguments given) {
    return Payload.calling(() ->
        GlobalId.connection(given.requiredText("connectionId"))
            .flatMap(id -> session.useCases().diagnoseConnection().diagnose(session.caller(), id))
            .map(Payload::of)
            .orElseGet(Payload::unknownConnection));
  }

  private static Optional<Diagnosis> diagnosis(Payload<?> payload) {
    return payload.result().map(Diagnosis.class::cast);
  }
}
