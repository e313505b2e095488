package ai.superit.halo.application.testing;

import ai.superit.halo.application.connection.Authorisations;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Authorisations that people have begun, in the order in which they did.
record InMemoryAuthorisations(Memory memory) implements Authorisations {
  @Override
  public void offer(ConnectionId connection, Digest ticket, Instant until) {
    memory.with(
        state -> state.authorisations.add(new State.Authorisation(connection, ticket, until)));
  }

  @Override
  public boolean begin(ConnectionId connection, Digest ticket, Begun begun, Instant now) {
    return memory.with(state -> {
      var found =
          of(connection, state.authorisations).stream()
              .filter(each -> each.ticket().equals(ticket) && each.begun().isEmpty())
              .filter(each -> now.isBefore(each.until()))
              .findFirst();
      found.ifPresent(offer ->
          state.authorisations.set(
              state.authorisations.indexOf(offer), offer.with(Optional.of(begun), false)));
      return found.isPresent();
    });
  }

  @Override
  public Taken take(ConnectionId connection, Digest state, Digest browser, Instant now) {
    return memory.with(all ->
        of(connection, all.authorisations).stream()
            .filter(each -> each.begun().filter(of -> of.state().equals(state)).isPresent())
            .findFirst()
            .map(found -> taken(all, found, browser, now))
            .orElse(Taken.Not.UNKNOWN));
  }

  private static Taken taken(State state, State.Authorisation found, Digest browser, Instant now) {
    var begun = found.begun().orElseThrow();
    if (found.used()) {
      return Taken.Not.USED;
    }
    if (!now.isBefore(begun.until())) {
      return Taken.Not.EXPIRED;
    }
    if (!begun.browser().equals(browser)) {
      return Taken.Not.OTHER_BROWSER;
    }
    state.authorisations.set(state.authorisations.indexOf(found), found.with(found.begun(), true));
    return new Taken.Mine(begun.verifier());
  }

  private static List<State.Authorisation> of(
      ConnectionId connection, List<State.Authorisation> all) {
    return all.stream().filter(each -> each.connection().equals(connection)).toList();
  }
}
