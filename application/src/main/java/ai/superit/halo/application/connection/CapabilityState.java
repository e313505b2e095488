package ai.superit.halo.application.connection;

import ai.superit.halo.application.connection.Diagnosis.Finding;
import ai.superit.halo.application.connection.Diagnosis.Probe;
import ai.superit.halo.application.connection.Diagnosis.Result;
import ai.superit.halo.domain.connection.Capability;
import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.connection.Feature;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What is wanted of a capability, and what a connection really has of it.
///
/// @param scope the least of Halo's scopes that are enough, separated by blanks
/// @param granted as the last examination showed; empty if it could not tell
/// @param features what cannot be had without it
public record CapabilityState(
    Capability capability,
    String scope,
    boolean wanted,
    Optional<Boolean> granted,
    List<Feature> features) {
  public CapabilityState {
    features = List.copyOf(features);
  }

  /// Of all capabilities, in their order.
  ///
  /// @param examined the last examination; empty if there was none
  public static List<CapabilityState> of(
      Connection connection, Optional<Diagnosis> examined, HaloScopes scopes) {
    return Stream.of(Capability.values())
        .map(capability ->
            new CapabilityState(
                capability,
                scopes.scope(capability),
                connection.endpoint().capabilities().contains(capability),
                examined.flatMap(diagnosis -> granted(capability, diagnosis, scopes)),
                Stream.of(Feature.values())
                    .filter(feature -> feature.needs() == capability)
                    .toList()))
        .toList();
  }

  /// What Halo says of the token is not enough: the agent has rights of its own.
  private static Optional<Boolean> granted(
      Capability capability, Diagnosis diagnosis, HaloScopes scopes) {
    var probes = probes(capability);
    var results =
        diagnosis.findings().stream()
            .filter(found -> probes.contains(found.probe()))
            .filter(found -> found.result() == Result.PASSED || found.isLackOfRight())
            .map(Finding::result)
            .toList();
    if (results.contains(Result.FAILED)) {
      return Optional.of(false);
    }
    if (!diagnosis.tokenScope().isBlank()) {
      var covered = scopes.covers(diagnosis.tokenScope(), capability);
      return covered && results.size() < probes.size() ? Optional.empty() : Optional.of(covered);
    }
    return probes.isEmpty() || results.size() < probes.size()
        ? Optional.empty()
        : Optional.of(true);
  }

  /// The probes that only capabilities need that are not among these.
  static Set<Probe> unwanted(Set<Capability> wanted) {
    var unwanted = EnumSet.noneOf(Probe.class);
    for (var capability : Capability.values()) {
      if (!wanted.contains(capability)) {
        unwanted.addAll(probes(capability));
      }
    }
    if (unwanted.contains(Probe.TICKETS)) {
      unwanted.add(Probe.NOTES);
    }
    if (unwanted.contains(Probe.CLIENTS)) {
      unwanted.addAll(EnumSet.of(Probe.CLIENT_VISIBILITY, Probe.INVOICES));
    }
    return unwanted;
  }

  private static Set<Probe> probes(Capability capability) {
    return switch (capability) {
      case READ_TICKETS -> EnumSet.of(Probe.TICKETS);
      case READ_CLIENTS -> EnumSet.of(Probe.CLIENTS, Probe.SITES);
      case READ_ASSETS -> EnumSet.of(Probe.ASSETS);
      case READ_USERS -> EnumSet.of(Probe.CONTACTS);
      case WRITE_WEBHOOKS -> EnumSet.of(Probe.WEBHOOKS);
      case WRITE_TICKETS -> EnumSet.noneOf(Probe.class);
    };
  }
}
