package ai.superit.halo.graphql;

import graphql.schema.DataFetchingEnvironment;
import java.util.Objects;

/// What the fetchers of one request share: who asks.
record RequestContext(Object caller) {
  static RequestContext of(DataFetchingEnvironment environment) {
    return Objects.requireNonNull(environment.getGraphQlContext().get(RequestContext.class));
  }

  <T> T caller(Class<T> type) {
    return type.cast(caller);
  }
}
