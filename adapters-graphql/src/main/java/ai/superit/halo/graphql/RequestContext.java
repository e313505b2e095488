package ai.superit.halo.graphql;

import graphql.schema.DataFetchingEnvironment;
import java.util.Objects;
import org.dataloader.DataLoaderRegistry;

/// What the fetchers of one request share: who asks, and the loaders that collect its reads.
record RequestContext(Object caller, DataLoaderRegistry loaders) {
  static RequestContext of(DataFetchingEnvironment environment) {
    return Objects.requireNonNull(environment.getGraphQlContext().get(RequestContext.class));
  }

  <T> T caller(Class<T> type) {
    return type.cast(caller);
  }
}
