package ai.superit.halo.graphql;

import graphql.schema.DataFetchingEnvironment;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What the fetchers of one request share: who asks, and for a subscription what it listens to.
record RequestContext(Object caller, @Nullable Listening listening) {
  RequestContext(Object caller) {
    this(caller, null);
  }

  static RequestContext of(DataFetchingEnvironment environment) {
    return Objects.requireNonNull(environment.getGraphQlContext().get(RequestContext.class));
  }

  <T> T caller(Class<T> type) {
    return type.cast(caller);
  }

  RequestContext listeningTo(Listening feed) {
    return new RequestContext(caller, feed);
  }

  /// @throws IllegalStateException outside of subscriptions
  Listening requiredListening() {
    if (listening == null) {
      throw new IllegalStateException("this operation listens to nothing");
    }
    return listening;
  }
}
