package ai.superit.halo.graphql;

import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.LightDataFetcher;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Measures one execution of a list of 50 tickets on one thread, and where its time goes.
final class EngineBenchmark {
  private static final Duration TIME = Duration.ofSeconds(8);
  private static final List<String> TICKET_FIELDS =
      IntStream.range(0, 16).mapToObj(i -> "f" + i).toList();
  private static final List<String> SMALL_FIELDS = List.of("id", "name", "mail");

  private static final String SCHEMA =
      """
      type Query { tickets(first: Int): [Ticket!]! }
      type Small { id: ID! name: String! mail: String }
      type Ticket { %s: String! contact: Small! client: Small! assets: [Small!]! }
      """
          .formatted(String.join(": String! ", TICKET_FIELDS));

  private EngineBenchmark() {}

  record Small(List<String> values) {}

  record Ticket(List<String> values, Small contact, Small client, List<Small> assets) {}

  public static void main(String[] arguments) {
    var small = new Small(List.of("1", "A name of usual length", "someone@example.test"));
    var values = TICKET_FIELDS.stream().map(field -> "value of " + field).toList();
    var ticket = new Ticket(values, small, small, List.of(small, small));
    var tickets = IntStream.range(0, 50).mapToObj(i -> ticket).toList();
    var wiring =
        RuntimeWiring.newRuntimeWiring()
            .type("Query", type -> type.dataFetcher("tickets", e -> tickets))
            .type("Small", type -> type.dataFetchers(fetchers(SMALL_FIELDS, Small.class)))
            .type(
                "Ticket",
                type ->
                    type.dataFetchers(fetchers(TICKET_FIELDS, Ticket.class))
                        .dataFetcher("contact", property(Ticket.class, Ticket::contact))
                        .dataFetcher("client", property(Ticket.class, Ticket::client))
                        .dataFetcher("assets", property(Ticket.class, Ticket::assets)))
            .build();
    var schema =
        new SchemaGenerator().makeExecutableSchema(new SchemaParser().parse(SCHEMA), wiring);
    var small3 = String.join(" ", SMALL_FIELDS);
    var query =
        "{ tickets(first: 50) { %s contact { %s } client { %s } assets { %s } } }"
            .formatted(String.join(" ", TICKET_FIELDS), small3, small3, small3);
    var limits = GraphqlLimits.defaults();
    var documents = new Documents(schema, limits);
    var context = new RequestContext("caller");
    var request = new ParsedRequest(query, null, Map.of(), Map.of());
    var engine = new JavaEngine(schema, limits);
    measure(
        "graphql-java",
        () -> {
          var operation = documents.operation(query, null);
          var answer = engine.execute(operation, request, context);
          return JsonOutput.write(limits.answer().bytes(), answer::writeTo).size();
        });
  }

  private static void measure(String name, IntSupplier run) {
    var samples = new TreeMap<String, Integer>();
    var running = new AtomicBoolean(true);
    var measured = Thread.currentThread();
    spin(run, TIME);
    var sampler = Thread.ofPlatform().start(() -> sample(measured, running, samples));
    var cpu = ManagementFactory.getThreadMXBean();
    long before = cpu.getCurrentThreadCpuTime();
    long executions = spin(run, TIME);
    long used = cpu.getCurrentThreadCpuTime() - before;
    running.set(false);
    sampler.interrupt();
    System.out.printf(
        "%s: %.0f us per execution, %d bytes%n", name, used / 1000.0 / executions, run.getAsInt());
    int all = samples.values().stream().mapToInt(Integer::intValue).sum();
    samples.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .limit(25)
        .forEach(e -> System.out.printf("%5.1f %% %s%n", 100.0 * e.getValue() / all, e.getKey()));
  }

  private static long spin(IntSupplier run, Duration time) {
    long end = System.nanoTime() + time.toNanos();
    long executions = 0;
    while (System.nanoTime() < end) {
      executions += run.getAsInt() > 0 ? 1 : 0;
    }
    return executions;
  }

  private static void sample(Thread thread, AtomicBoolean running, Map<String, Integer> samples) {
    while (running.get()) {
      var frames = thread.getStackTrace();
      if (frames.length > 0) {
        samples.merge(frames[0].getClassName() + "." + frames[0].getMethodName(), 1, Integer::sum);
      }
      try {
        Thread.sleep(2);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  @SuppressWarnings("rawtypes")
  private static Map<String, DataFetcher> fetchers(List<String> fields, Class<?> type) {
    var fetchers = new TreeMap<String, DataFetcher>();
    for (int i = 0; i < fields.size(); i++) {
      int index = i;
      fetchers.put(
          fields.get(i),
          type == Ticket.class
              ? property(Ticket.class, ticket -> ticket.values().get(index))
              : property(Small.class, small -> small.values().get(index)));
    }
    return fetchers;
  }

  private static <T> DataFetcher<?> property(Class<T> type, Function<T, Object> read) {
    return new LightDataFetcher<Object>() {
      @Override
      public @Nullable Object get(
          GraphQLFieldDefinition field, Object source, Supplier<DataFetchingEnvironment> e) {
        return read.apply(type.cast(source));
      }

      @Override
      public @Nullable Object get(DataFetchingEnvironment environment) {
        return read.apply(type.cast(Objects.requireNonNull(environment.getSource())));
      }
    };
  }
}
