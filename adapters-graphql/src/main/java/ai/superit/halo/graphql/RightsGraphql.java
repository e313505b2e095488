package ai.superit.halo.graphql;

import ai.superit.halo.application.Problem;
import ai.superit.halo.application.connection.CapabilityState;
import ai.superit.halo.application.connection.Diagnoses.Kept;
import ai.superit.halo.application.connection.Diagnosis.Probe;
import ai.superit.halo.domain.connection.Capability;
import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.connection.Feature;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What connections are allowed to do, as they want it and as examinations found it.
final class RightsGraphql {
  private record LostRight(Probe right, Instant since) {}

  private RightsGraphql() {}

  static void wire(Wiring wiring) {
    wiring.mutation("setHaloCapabilities", RightsGraphql::choose);
    wiring
        .type("HaloConnection", Connection.class)
        .fetch(
            "requestedScopes",
            (of, given) -> rights(given).scopes().asked(of.endpoint().capabilities()))
        .fetch("capabilities", RightsGraphql::capabilities)
        .fetch("diagnosis", RightsGraphql::kept)
        .fetch(
            "lostRights",
            (of, given) -> kept(of, given).map(RightsGraphql::lost).orElse(List.of()));
    wiring
        .type("ConnectionCapability", CapabilityState.class)
        .read("capability", CapabilityState::capability)
        .read("name", state -> state.capability().title())
        .read("haloScope", CapabilityState::scope)
        .read("wanted", CapabilityState::wanted)
        .read("granted", CapabilityState::granted)
        .read("neededBy", state -> state.features().stream().map(Feature::name).toList());
    wiring
        .type("ConnectionDiagnosis", Kept.class)
        .read("at", Kept::at)
        .read("occasion", Kept::occasion)
        .read("probes", kept -> kept.diagnosis().findings())
        .read("firstCause", kept -> kept.diagnosis().firstCause())
        .read("calls", kept -> kept.diagnosis().calls())
        .read("grantedScopes", kept -> kept.diagnosis().tokenScope());
    wiring
        .type("LostRight", LostRight.class)
        .read("right", LostRight::right)
        .read("since", LostRight::since);
    wiring
        .type("SetHaloCapabilitiesPayload", Payload.class)
        .read("connection", payload -> payload.result())
        .read("userErrors", payload -> payload.userErrors());
  }

  private static ProductPorts.Rights rights(Arguments given) {
    return given.session().oversight().rights();
  }

  private static Optional<Kept> kept(Connection connection, Arguments given) {
    return rights(given).diagnoses().find(connection.id());
  }

  private static List<CapabilityState> capabilities(Connection connection, Arguments given) {
    return CapabilityState.of(
        connection, kept(connection, given).map(Kept::diagnosis), rights(given).scopes());
  }

  private static List<LostRight> lost(Kept kept) {
    return kept.lost().entrySet().stream()
        .map(entry -> new LostRight(entry.getKey(), entry.getValue()))
        .sorted(Comparator.comparing(LostRight::since).thenComparing(LostRight::right))
        .toList();
  }

  /// Those that a list of the schema's names.
  static Set<Capability> named(List<?> names) {
    var named = EnumSet.noneOf(Capability.class);
    names.forEach(name -> named.add(Capability.valueOf((String) name)));
    return named;
  }

  private static Payload<Connection> choose(Session session, Arguments given) {
    var wanted = named(given.list("capabilities"));
    if (wanted.isEmpty()) {
      return Payload.rejected(
          List.of(
              new Problem("capabilities", Problem.Code.INVALID, "is empty: name at least one")));
    }
    return GlobalId.connection(given.requiredText("connectionId"))
        .flatMap(id -> session.oversight().rights().choosing().choose(session.caller(), id, wanted))
        .map(Payload::of)
        .orElseGet(Payload::unknownConnection);
  }
}
