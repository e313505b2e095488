package ai.superit.halo.bootstrap;

import ai.superit.halo.application.connection.CallsHeldBack;
import ai.superit.halo.application.connection.ConnectionHealth;
import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.connection.TenantBudget;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.Grant;
import ai.superit.halo.domain.connection.HaloAccess;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.connection.TenantUrl;
import ai.superit.halo.halo.Halo;
import ai.superit.halo.halo.HaloConfig;
import ai.superit.halo.persistence.Persistence;
import ai.superit.halo.persistence.PersistenceConfig;
import ai.superit.halo.persistence.SealKeys;
import ai.superit.halo.simulator.HaloSimulator;
import ai.superit.halo.simulator.Quirks;
import ai.superit.halo.simulator.RateLimit;
import ai.superit.halo.simulator.Scale;
import ai.superit.halo.simulator.SimulatorConfig;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.stream.Stream;

/// Two instances of what calls a tenant, over one database, and a simulated tenant with a limit;
/// all of them in a time of their own.
final class TwoInstances implements AutoCloseable {
  static final TenantUrl.Rules LOOPBACK = new TenantUrl.Rules(true, Set.of());
  private static final int BACKFILLS = 3;

  /// What a person waited for an answer.
  private record Wait(Instant since, Duration span) {}

  private final class Instance implements AutoCloseable {
    private final Persistence store;
    private final SlowWay budget;
    private final Halo halo;

    Instance(EmbeddedDatabase database) {
      store = Persistence.open(config(database, TenantBudget.Bound.NONE), time);
      budget = new SlowWay(store.rateBudget(), time);
      halo =
          Halo.open(
              HaloConfig.DEFAULT.withRules(LOOPBACK),
              id -> Optional.of(access(id, simulator, config)).filter(_ -> id.equals(connection)),
              store.haloConsents(),
              new ConnectionHealth(store.connections(), time),
              budget,
              time);
    }

    void call(Lane lane) {
      halo.tenants().tenant(connection, lane).findClient(new ClientId(1));
    }

    @Override
    public void close() {
      halo.close();
      store.close();
    }
  }

  private final VirtualTime time = new VirtualTime();
  private final ConnectionId connection = ConnectionId.random();
  private final Instant start = time.now();
  private final SimulatorConfig config;
  private final HaloSimulator simulator;
  private final List<Instance> instances;
  private final List<Wait> waits = new CopyOnWriteArrayList<>();

  TwoInstances(EmbeddedDatabase database, RateLimit limit, Quirks.Throttling.Body refusal) {
    config =
        SimulatorConfig.builder()
            .scale(Scale.small())
            .rateLimit(limit)
            .quirks(Quirks.defaults().with(new Quirks.Throttling(refusal, 0, true, false)))
            .tokenLifetime(Duration.ofHours(12))
            .clock(time)
            .build();
    simulator = HaloSimulator.start(config);
    instances = List.of(new Instance(database), new Instance(database));
  }

  /// Both read all the time as much as they may, look for changes, and serve people.
  void run(Duration span) throws Exception {
    var end = start.plus(span);
    time.run(List.of(this::signIn));
    var works = new ArrayList<Callable<?>>();
    for (var instance : instances) {
      for (int i = 0; i < BACKFILLS; i++) {
        works.add(() -> repeat(end, Duration.ZERO, () -> instance.call(Lane.BACKFILL)));
      }
      works.add(() -> repeat(end, Duration.ofSeconds(60), () -> instance.call(Lane.POLL)));
      works.add(() -> repeat(end, Duration.ofSeconds(12), () -> serve(instance)));
    }
    time.run(works);
  }

  private boolean signIn() {
    instances.forEach(instance -> instance.call(Lane.PERSON));
    return true;
  }

  private boolean repeat(Instant end, Duration meanPause, Runnable work)
      throws InterruptedException {
    while (time.now().isBefore(end)) {
      work.run();
      time.sleep(meanPause.multipliedBy(ThreadLocalRandom.current().nextInt(200)).dividedBy(100));
    }
    return true;
  }

  /// Who is turned away has waited for nothing, which is worse than any wait.
  private void serve(Instance instance) {
    var since = time.now();
    try {
      instance.call(Lane.PERSON);
      waits.add(new Wait(since, Duration.between(since, time.now())));
    } catch (CallsHeldBack turnedAway) {
      waits.add(new Wait(since, Duration.ofDays(1)));
    }
  }

  /// How many calls the tenant took after so much time.
  long takenAfter(Duration learning) {
    return moments(way -> way.taken).filter(at -> at.isAfter(start.plus(learning))).count();
  }

  /// The most within any window, wherever it begins.
  long refusedCallsInAnyWindowAfter(Duration window) {
    var moments = moments(way -> way.refused).filter(at -> at.isAfter(start.plus(window))).toList();
    return moments.stream()
        .mapToLong(from ->
            moments.stream()
                .filter(at -> !at.isBefore(from) && at.isBefore(from.plus(window)))
                .count())
        .max()
        .orElse(0);
  }

  /// From asking to the answer.
  ///
  /// @param share of the people, who waited no longer
  Duration waitOfPeopleAfter(Duration learning, double share) {
    var sorted =
        waits.stream()
            .filter(wait -> wait.since().isAfter(start.plus(learning)))
            .map(Wait::span)
            .sorted()
            .toList();
    return sorted.get((int) Math.ceil(sorted.size() * share) - 1);
  }

  TenantBudget.State state() {
    return instances.getFirst().store.rateBudget().findState(connection).orElseThrow();
  }

  /// By the tenant's own count.
  long refusedCalls() {
    return simulator.control().statistics().throttled();
  }

  /// By ours.
  long refusedCallsSeen() {
    return moments(way -> way.refused).count();
  }

  private Stream<Instant> moments(Function<SlowWay, List<Instant>> which) {
    return instances.stream().flatMap(instance -> which.apply(instance.budget).stream());
  }

  static HaloAccess access(
      ConnectionId connection, HaloSimulator simulator, SimulatorConfig config) {
    var url = simulator.uri().toString();
    return new HaloAccess(
        connection,
        new Connection.Endpoint(
            TenantUrl.parse(url, LOOPBACK),
            URI.create(url + "/auth"),
            config.tenant(),
            config.clientId(),
            Grant.CLIENT_CREDENTIALS),
        new Secret(config.clientSecret()));
  }

  /// Of what calls as `bound` says.
  static PersistenceConfig config(EmbeddedDatabase database, TenantBudget.Bound bound) {
    return new PersistenceConfig(
        new PersistenceConfig.Access(database.jdbcUrl(), database.user(), new Secret("postgres")),
        new PersistenceConfig.Pools(2, 4, 3),
        PersistenceConfig.Timeouts.DEFAULT,
        SealKeys.of("test", Map.of("test", new byte[32])),
        Optional.of(bound),
        true);
  }

  @Override
  public void close() {
    instances.forEach(Instance::close);
    simulator.close();
  }
}
