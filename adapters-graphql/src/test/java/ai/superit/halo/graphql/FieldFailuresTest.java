package ai.superit.halo.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.StoreUnavailable;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import graphql.GraphQL;
import graphql.schema.DataFetcher;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class FieldFailuresTest {
  @Test
  void tells_of_an_outage_once_and_in_one_line() {
    var answer = log(() -> ask("{ a b: a c: a d: a e: a f: a g: a h: a i: a j: a }"));

    assertThat(answer.list)
        .singleElement()
        .satisfies(event -> {
          assertThat(event.getThrowableProxy()).isNull();
          assertThat(event.getFormattedMessage())
              .startsWith("graphql event=store_unavailable at=/a reason=the database is down: ")
              .endsWith("connection refused");
        });
  }

  private static ListAppender<ILoggingEvent> log(Runnable work) {
    var logger = Loggers.of(FieldFailures.class.getName());
    var events = Loggers.appender();
    var thread = Thread.currentThread().getName();
    events.start();
    logger.addAppender(events);
    work.run();
    logger.detachAppender(events);
    events.list.removeIf(event -> !event.getThreadName().equals(thread));
    return events;
  }

  private static void ask(String query) {
    DataFetcher<String> down =
        _ -> {
          throw new StoreUnavailable("the database is down", new IOException("connection refused"));
        };
    var wiring =
        RuntimeWiring.newRuntimeWiring().type("Query", type -> type.dataFetcher("a", down)).build();
    var schema =
        new SchemaGenerator()
            .makeExecutableSchema(new SchemaParser().parse("type Query { a: String }"), wiring);
    var errors =
        GraphQL.newGraphQL(schema)
            .defaultDataFetcherExceptionHandler(new FieldFailures())
            .build()
            .execute(query)
            .getErrors();
    assertThat(errors).hasSize(10);
  }
}
