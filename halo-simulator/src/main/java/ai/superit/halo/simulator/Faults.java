package ai.superit.halo.simulator;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/// The faults in force for API calls.
final class Faults {
  private record Active(Fault fault, Pattern path, AtomicInteger left) {
    static Active of(Fault fault) {
      var regex = ("\\Q" + fault.path() + "\\E").replace("*", "\\E.*\\Q");
      return new Active(
          fault,
          Pattern.compile(regex, Pattern.CASE_INSENSITIVE),
          new AtomicInteger(fault.count()));
    }

    boolean strikes(String called, String query) {
      var all = fault.path().contains("?") ? called + '?' + query + '&' : called;
      return path.matcher(all).matches()
          && (fault.probability() >= 1
              || ThreadLocalRandom.current().nextDouble() < fault.probability())
          && (fault.count() == 0 || left.getAndDecrement() > 0);
    }
  }

  private final List<Active> active = new CopyOnWriteArrayList<>();

  void add(Fault fault) {
    active.add(Active.of(fault));
  }

  void clear() {
    active.clear();
  }

  List<Fault> list() {
    return active.stream().map(Active::fault).toList();
  }

  /// @param query without its question mark; empty if there is none
  Optional<Fault> strike(String path, String query) {
    return active.isEmpty()
        ? Optional.empty()
        : active.stream().filter(each -> each.strikes(path, query)).findFirst().map(Active::fault);
  }
}
