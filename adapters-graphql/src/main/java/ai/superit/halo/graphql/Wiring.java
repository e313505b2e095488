package ai.superit.halo.graphql;

import static java.util.Objects.requireNonNull;

import ai.superit.halo.application.audit.Actor;
import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.FieldCoordinates;
import graphql.schema.GraphQLCodeRegistry;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.LightDataFetcher;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Ties the fields of the schema to code, typed on what the fields are read from.
final class Wiring {
  private final GraphQLCodeRegistry.Builder registry;

  Wiring(GraphQLCodeRegistry.Builder registry) {
    this.registry = registry;
  }

  /// A field with arguments, or one that needs to know who asks.
  interface Fetch<S> {
    @Nullable Object fetch(S source, Arguments arguments);
  }

  /// A field of Query, Mutation or Subscription.
  interface Root {
    @Nullable Object fetch(Session session, Arguments arguments);
  }

  final class Type<S> {
    private final String name;
    private final Class<S> source;

    private Type(String name, Class<S> source) {
      this.name = name;
      this.source = source;
    }

    Type<S> read(String field, Function<? super S, ? extends @Nullable Object> read) {
      put(name, field, new Property<>(source, read));
      return this;
    }

    private S source(DataFetchingEnvironment environment) {
      return source.cast(requireNonNull(environment.<Object>getSource()));
    }

    Type<S> fetch(String field, Fetch<? super S> fetch) {
      put(
          name,
          field,
          environment -> unwrap(fetch.fetch(source(environment), new Arguments(environment))));
      return this;
    }
  }

  <S> Type<S> type(String name, Class<S> source) {
    return new Type<>(name, source);
  }

  Wiring query(String field, Root fetch) {
    return root("Query", field, fetch);
  }

  /// Answered for managers only, in whose name it changes things; never answers null.
  Wiring mutation(String field, Root fetch) {
    return root(
        "Mutation",
        field,
        (session, arguments) -> {
          if (!session.caller().isManager()) {
            throw FieldFailure.managersOnly();
          }
          var actor = new Actor(session.caller().subject(), session.caller().role(), field);
          return session
              .audit()
              .acting(actor, () -> requireNonNull(fetch.fetch(session, arguments)));
        });
  }

  /// Run anew for each event of what it listens to: see [Listening].
  Wiring subscription(String field, Root fetch) {
    return root("Subscription", field, fetch);
  }

  private Wiring root(String type, String field, Root fetch) {
    put(
        type,
        field,
        environment -> {
          var arguments = new Arguments(environment);
          return unwrap(fetch.fetch(arguments.session(), arguments));
        });
    return this;
  }

  private void put(String type, String field, DataFetcher<@Nullable Object> fetcher) {
    registry.dataFetcher(FieldCoordinates.coordinates(type, field), fetcher);
  }

  private static @Nullable Object unwrap(@Nullable Object value) {
    if (value instanceof Optional<?> optional) {
      return optional.orElse(null);
    }
    return value instanceof Enum<?> choice ? choice.name() : value;
  }

  /// Reads a field without making the environment that most fields do not need.
  record Property<S>(Class<S> source, Function<? super S, ? extends @Nullable Object> reader)
      implements LightDataFetcher<@Nullable Object> {
    @Nullable Object read(Object from) {
      return unwrap(reader.apply(source.cast(from)));
    }

    @Override
    public @Nullable Object get(
        GraphQLFieldDefinition field, Object from, Supplier<DataFetchingEnvironment> environment) {
      return from instanceof Known known ? known.value() : read(from);
    }

    @Override
    public @Nullable Object get(DataFetchingEnvironment environment) {
      return read(requireNonNull(environment.<Object>getSource()));
    }
  }

  /// Stands for the source of a property that was read already and is not to be read again.
  static final class Known {
    private final @Nullable Object value;
    private final @Nullable RuntimeException failure;

    private Known(@Nullable Object value, @Nullable RuntimeException failure) {
      this.value = value;
      this.failure = failure;
    }

    static Known of(@Nullable Object value) {
      return new Known(value, null);
    }

    static Known failed(RuntimeException failure) {
      return new Known(null, failure);
    }

    private @Nullable Object value() {
      if (failure != null) {
        throw failure;
      }
      return value;
    }
  }
}
