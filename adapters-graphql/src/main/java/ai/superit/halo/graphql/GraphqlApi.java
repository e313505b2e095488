package ai.superit.halo.graphql;

import ai.superit.halo.domain.team.Caller;
import ai.superit.halo.domain.team.TeamId;
import graphql.schema.GraphQLSchema;
import io.helidon.webserver.http.HttpRouting;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The GraphQL interface of the service: `/graphql`, `/graphql/stream` for subscriptions, and
/// `/graphiql` where it is wanted.
///
/// Built once at start and registered with one web server; thread-safe from then on.
public final class GraphqlApi implements AutoCloseable {
  private final GraphqlEndpoint endpoint;
  private final StreamEndpoint streams;
  private final boolean graphiql;

  private GraphqlApi(GraphqlEndpoint endpoint, StreamEndpoint streams, boolean graphiql) {
    this.endpoint = endpoint;
    this.streams = streams;
    this.graphiql = graphiql;
  }

  /// Serves the product to callers whose token has been checked.
  public static GraphqlApi open(Config config, ProductPorts ports, InstantSource clock) {
    return open(config, ProductSchema.create(), ports, clock);
  }

  /// @param schema the product's, which others may share
  static GraphqlApi open(
      Config config, GraphQLSchema schema, ProductPorts ports, InstantSource clock) {
    return serve(
        config, schema, token -> new RequestContext(new Session(caller(token), ports)), clock);
  }

  private static Caller caller(VerifiedToken token) {
    var role =
        switch (token.role()) {
          case MANAGER -> Caller.Role.MANAGER;
          case AGENT -> Caller.Role.AGENT;
          case ASSISTANT -> Caller.Role.ASSISTANT;
        };
    var teams = token.teams().stream().map(TeamId::new).collect(Collectors.toSet());
    return new Caller(token.subject(), role, teams);
  }

  /// Serves a schema to callers whose token has been checked.
  ///
  /// @param contexts what the fetchers of a request are to know about its caller
  static GraphqlApi serve(
      Config config,
      GraphQLSchema schema,
      Function<VerifiedToken, RequestContext> contexts,
      InstantSource clock) {
    var keys =
        switch (config.keys()) {
          case Keys.At at -> SigningKeys.at(at.address());
          case Keys.In in -> SigningKeys.in(in.file());
        };
    var claims = new TokenClaims(config.issuer(), config.audience());
    var limits = config.limits();
    var tokens = new BearerTokens(keys, claims, clock);
    var documents = new Documents(schema, limits);
    var engine = new JavaEngine(schema, limits);
    return new GraphqlApi(
        new GraphqlEndpoint(tokens, contexts, documents, engine, limits),
        new StreamEndpoint(tokens, contexts, documents, engine, limits, clock),
        config.graphiql());
  }

  /// Adds the addresses of this interface, and request ids for everything the server answers.
  public void register(HttpRouting.Builder routing) {
    routing
        .addFilter(new RequestIds())
        .register("/graphql/stream", streams)
        .register("/graphql", endpoint);
    if (graphiql) {
      routing.register("/graphiql", new GraphiqlPage());
    }
  }

  /// How many streams and operations in them are open.
  int openStreams() {
    return streams.streams().open();
  }

  /// Ends all streams of events and takes no new ones. To be called before the web server stops,
  /// which waits for them.
  @Override
  public void close() {
    streams.streams().close();
  }

  /// What bootstrap decides about this interface.
  ///
  /// @param issuer the `iss` that tokens must name
  /// @param audience the `aud` that tokens must name, alone or among others
  /// @param graphiql whether the page for trying queries by hand is served
  public record Config(
      String issuer, String audience, Keys keys, GraphqlLimits limits, boolean graphiql) {}

  /// Where the public keys of the token issuer are, as a JSON Web Key Set.
  public sealed interface Keys {
    /// At an address that is asked again now and then, and when an unknown key is named.
    record At(URI address) implements Keys {}

    /// In a file that is read again when it has changed.
    record In(Path file) implements Keys {}
  }
}
