package ai.superit.halo.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.Transactions;
import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.application.connection.HaloUnavailable.Cause;
import ai.superit.halo.application.sync.AwaitingPage;
import ai.superit.halo.application.sync.FillDueNotes;
import ai.superit.halo.application.sync.FillNotes;
import ai.superit.halo.application.sync.FillPages;
import ai.superit.halo.application.sync.HaloTenants;
import ai.superit.halo.application.sync.Hydration;
import ai.superit.halo.application.sync.HydrationTurns;
import ai.superit.halo.application.sync.Mirror;
import ai.superit.halo.application.sync.Revision;
import ai.superit.halo.application.sync.StoreTickets;
import ai.superit.halo.application.sync.SyncNotes;
import ai.superit.halo.application.sync.SyncRuns;
import ai.superit.halo.application.team.Links;
import ai.superit.halo.domain.Stamp;
import ai.superit.halo.domain.connection.ConnectionId;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PausingRestTest {
  private static final ConnectionId ACME = new ConnectionId(new UUID(0, 1));

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-03-02T12:00:00Z"));
  private final AtomicInteger asked = new AtomicInteger();

  /// Nothing else is due meanwhile, which is no success of what failed.
  @ParameterizedTest
  @ValueSource(strings = {"clientsToReadAgain", "assetsToReadAgain"})
  void a_tenant_that_forbids_to_read_again_is_asked_ever_more_rarely(String due) {
    var rest = rest(due);
    var end = now.get().plus(Duration.ofHours(10));

    while (now.get().isBefore(end)) {
      assertThat(rest.fill(ACME)).isZero();
      now.updateAndGet(before -> before.plusSeconds(5));
    }

    assertThat(asked.get()).isBetween(15, 20);
  }

  private PausingRest rest(String due) {
    HaloTenants tenants =
        (_, _) -> {
          asked.incrementAndGet();
          throw new HaloUnavailable(Cause.FORBIDDEN, "no");
        };
    var hydration = hydration(due);
    var mirror = port(Mirror.class, Map.of());
    var tickets =
        new StoreTickets(mirror, port(Links.class, Map.of()), port(Transactions.class, Map.of()));
    var runs = port(SyncRuns.class, Map.of("latest", List.of(), "wishes", Set.of()));
    var notes = new FillDueNotes(new FillNotes(tenants, mirror, tickets), hydration, now::get);
    var turns = new HydrationTurns(hydration, now::get);
    var syncing =
        new SyncNotes(
            tenants,
            notes,
            turns,
            new SyncNotes.Stores(mirror, hydration, runs),
            now::get,
            (_, _) -> {});
    var work =
        new RestWork(
            FillPages.ofAssets(tenants, mirror, hydration, now::get),
            FillPages.ofClients(tenants, mirror, hydration, now::get),
            notes,
            new NotesWork(notes, syncing, turns, runs, Duration.ofDays(1), now::get),
            turns,
            runs);
    return new PausingRest(work, new Pauses(now::get, _ -> Optional.empty()), false);
  }

  /// @param due the list that has one record; the others are empty
  private static Hydration hydration(String due) {
    var answers = new HashMap<String, Object>();
    Stream.of(
            "clientsAwaitingPages",
            "assetsAwaitingFields",
            "clientsToReadAgain",
            "assetsToReadAgain")
        .forEach(list -> answers.put(list, List.of()));
    answers.put(due, List.of(new AwaitingPage(1, Stamp.UNKNOWN, new Revision(1))));
    answers.put("takeTurn", true);
    return port(Hydration.class, answers);
  }

  /// @param answers by the names of methods; the others answer nothing
  private static <P> P port(Class<P> port, Map<String, Object> answers) {
    var proxy =
        Proxy.newProxyInstance(
            PausingRestTest.class.getClassLoader(),
            new Class<?>[] {port},
            (itself, method, arguments) ->
                method.isDefault()
                    ? InvocationHandler.invokeDefault(itself, method, arguments)
                    : answers.get(method.getName()));
    return port.cast(proxy);
  }
}
