package ai.superit.halo.halo;

import static java.util.stream.Collectors.toSet;

import ai.superit.halo.application.connection.Diagnosis.Cure;
import ai.superit.halo.application.connection.Diagnosis.Finding;
import ai.superit.halo.application.connection.Diagnosis.Probe;
import ai.superit.halo.application.connection.Diagnosis.Result;
import ai.superit.halo.application.connection.HaloUnavailable;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Collects what an examination finds, and what keeps the rest from being examined.
final class Chart {
  private static final int LOST_CALLS = 2;

  /// Trying one probe has shown what is wrong with this one.
  static final class Ill extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final Probe probe;

    Ill(Probe probe, String text) {
      super(text);
      this.probe = probe;
    }

    Probe probe() {
      return probe;
    }
  }

  /// Nothing can be said, and nothing is known to be wrong.
  static final class Untestable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Untestable(String text) {
      super(text);
    }
  }

  private final Map<Probe, Finding> findings = new EnumMap<>(Probe.class);
  private final Map<Probe, HaloUnavailable.Cause> reasons = new EnumMap<>(Probe.class);
  private Optional<Probe> stop = Optional.empty();
  private int lost;

  /// What the rest needs; its failure ends the examination.
  void gate(Probe probe, Supplier<String> trial) {
    take(probe, trial);
    if (stop.isEmpty()) {
      stop =
          findings.values().stream()
              .filter(found -> found.result() == Result.FAILED)
              .map(Finding::probe)
              .findFirst();
    }
  }

  /// @param needs what has to be well, or else this one cannot be tested
  void take(Probe probe, Supplier<String> trial, Probe... needs) {
    var obstacle = stop.or(() -> obstacle(needs));
    if (obstacle.isPresent()) {
      blocked(probe, obstacle.get());
      return;
    }
    try {
      passed(probe, trial.get());
    } catch (Ill found) {
      failed(found.probe(), String.valueOf(found.getMessage()));
    } catch (Untestable silent) {
      note(probe, Result.NOT_TESTABLE, String.valueOf(silent.getMessage()));
    } catch (DoctorCalls.UsedUp enough) {
      note(probe, Result.NOT_TESTABLE, "The calls that an examination may make are used up.");
    } catch (HaloUnavailable failure) {
      failed(probe, failure);
    }
  }

  private void failed(Probe probe, HaloUnavailable failure) {
    var text = String.valueOf(failure.getMessage());
    switch (failure.reason()) {
      case RATE_LIMITED -> stopped(Probe.CALL_LIMIT, text);
      case UNREACHABLE -> {
        if (++lost == LOST_CALLS) {
          stopped(Probe.NETWORK, text);
        } else {
          broken(probe, text);
        }
      }
      case SERVER_ERROR, NOT_HALO -> broken(probe, text);
      case UNAUTHORIZED, FORBIDDEN, REFUSED -> failed(probe, text);
    }
    reasons.put(probe, failure.reason());
  }

  private void stopped(Probe probe, String text) {
    failed(probe, text);
    stop = Optional.of(probe);
  }

  void passed(Probe probe, String text) {
    note(probe, Result.PASSED, text);
  }

  void unknown(Probe probe, String text) {
    note(probe, Result.NOT_TESTABLE, text);
  }

  private void failed(Probe probe, String text) {
    findings.put(probe, new Finding(probe, Result.FAILED, text, Optional.empty(), Cures.of(probe)));
  }

  /// Rights have nothing to do with it.
  private void broken(Probe probe, String text) {
    var cure = Cures.of(probe);
    findings.put(
        probe,
        new Finding(
            probe,
            Result.FAILED,
            text,
            Optional.empty(),
            cure.leastRight().isEmpty() ? cure : Cures.ofBroken()));
  }

  private void note(Probe probe, Result result, String text) {
    findings.put(probe, new Finding(probe, result, text, Optional.empty(), Cure.NONE));
  }

  private void blocked(Probe probe, Probe obstacle) {
    var text = "Needs what the probe %s found wrong.".formatted(obstacle);
    findings.put(
        probe, new Finding(probe, Result.NOT_TESTABLE, text, Optional.of(obstacle), Cure.NONE));
  }

  private Optional<Probe> obstacle(Probe... needs) {
    return Arrays.stream(needs)
        .flatMap(need -> Optional.ofNullable(findings.get(need)).stream())
        .filter(found -> found.result() != Result.PASSED)
        .map(found -> found.because().orElse(found.probe()))
        .findFirst();
  }

  /// When every read failed in the same way, none of them is at fault.
  void explain(Set<Probe> reads) {
    var tried = EnumSet.copyOf(reads);
    tried.removeIf(probe -> found(probe).filter(Chart::isTried).isEmpty());
    var kinds =
        tried.stream().map(probe -> Optional.ofNullable(reasons.get(probe))).collect(toSet());
    if (tried.size() >= 3 && kinds.size() == 1) {
      kinds
          .iterator()
          .next()
          .flatMap(Chart::origin)
          .ifPresent(origin -> {
            failed(
                origin,
                "Every list of records: " + found(tried.iterator().next()).orElseThrow().text());
            blockedWith(tried, origin);
          });
    }
  }

  /// Those, and what could not be tested because of them.
  private void blockedWith(Set<Probe> tried, Probe origin) {
    List.copyOf(findings.values()).stream()
        .filter(found ->
            tried.contains(found.probe()) || found.because().filter(tried::contains).isPresent())
        .forEach(found -> blocked(found.probe(), origin));
  }

  private static boolean isTried(Finding found) {
    return found.result() != Result.NOT_TESTABLE;
  }

  private static Optional<Probe> origin(HaloUnavailable.Cause reason) {
    return switch (reason) {
      case UNREACHABLE -> Optional.of(Probe.NETWORK);
      case UNAUTHORIZED -> Optional.of(Probe.TOKEN);
      case FORBIDDEN -> Optional.of(Probe.LOGIN_TYPE);
      case SERVER_ERROR -> Optional.of(Probe.SERVER_HEALTH);
      case NOT_HALO -> Optional.of(Probe.HALO_HOST);
      case RATE_LIMITED, REFUSED -> Optional.empty();
    };
  }

  Optional<Finding> found(Probe probe) {
    return Optional.ofNullable(findings.get(probe));
  }

  /// Of every probe, in their order.
  List<Finding> findings() {
    for (var probe : Probe.values()) {
      if (!findings.containsKey(probe)) {
        stop.ifPresentOrElse(
            obstacle -> blocked(probe, obstacle), () -> unknown(probe, "Was not needed."));
      }
    }
    return List.copyOf(findings.values());
  }
}
