package ai.superit.halo.bootstrap;

import ai.superit.halo.graphql.GraphqlApi;
import ai.superit.halo.graphql.GraphqlLimits;
import java.nio.file.Path;

/// What the settings mean for GraphQL.
final class GraphqlConfig {
  private GraphqlConfig() {}

  static GraphqlApi.Config of(Settings settings) {
    var tokens = settings.tokens();
    var keys =
        tokens.keys().getScheme().equals("file")
            ? new GraphqlApi.Keys.In(Path.of(tokens.keys()))
            : new GraphqlApi.Keys.At(tokens.keys());
    return new GraphqlApi.Config(
        tokens.issuer(),
        tokens.audience(),
        keys,
        GraphqlLimits.defaults(),
        settings.server().graphiql());
  }
}
