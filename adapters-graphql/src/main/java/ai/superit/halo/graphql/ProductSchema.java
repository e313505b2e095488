package ai.superit.halo.graphql;

import static java.util.Objects.requireNonNull;

import graphql.TypeResolutionEnvironment;
import graphql.schema.GraphQLCodeRegistry;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.TypeDefinitionRegistry;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The product's schema, tied to the code that answers it.
final class ProductSchema {
  private static final List<String> FILES =
      List.of(
          "schema",
          "connection",
          "rights",
          "team",
          "client",
          "asset",
          "ticket",
          "sync",
          "history",
          "schedule",
          "scope",
          "rejected",
          "comparison",
          "deletion",
          "webhook",
          "proof",
          "webhooksetup",
          "deliveryrule",
          "deadletter",
          "statistics",
          "alert",
          "alertchannel",
          "monitor",
          "audit",
          "subscription");

  private ProductSchema() {}

  /// Reads the schema's files. Its fetchers expect a [Session] of the request's own in the GraphQL
  /// context, under the class of that name.
  static GraphQLSchema create() {
    var registry = GraphQLCodeRegistry.newCodeRegistry();
    wire(new Wiring(registry));
    var wiring =
        RuntimeWiring.newRuntimeWiring()
            .scalar(DateTimeScalar.TYPE)
            .scalar(DecimalScalar.TYPE)
            .codeRegistry(registry)
            .type("Node", type -> type.typeResolver(ProductSchema::typeOfNode));
    return new SchemaGenerator().makeExecutableSchema(definitions(), wiring.build());
  }

  private static @Nullable GraphQLObjectType typeOfNode(TypeResolutionEnvironment environment) {
    var node = requireNonNull(environment.<Object>getObject());
    return environment.getSchema().getObjectType(NodeGraphql.type(node));
  }

  private static void wire(Wiring wiring) {
    NodeGraphql.wire(wiring);
    ConnectionPage.wire(wiring);
    RecordNode.wire(wiring);
    Payload.wire(wiring);
    ConnectionGraphql.wire(wiring);
    DiagnosisGraphql.wire(wiring);
    RightsGraphql.wire(wiring);
    ConnectionChangesGraphql.wire(wiring);
    TeamGraphql.wire(wiring);
    ClientGraphql.wire(wiring);
    AssetGraphql.wire(wiring);
    TicketGraphql.wire(wiring);
    TicketContextGraphql.wire(wiring);
    LookupGraphql.wire(wiring);
    SyncGraphql.wire(wiring);
    SyncHistoryGraphql.wire(wiring);
    ScheduleGraphql.wire(wiring);
    ScopeGraphql.wire(wiring);
    RejectedRowGraphql.wire(wiring);
    ComparisonGraphql.wire(wiring);
    SyncRecordsGraphql.wire(wiring);
    HeldDeletionsGraphql.wire(wiring);
    WebhookGraphql.wire(wiring);
    ReceivingGraphql.wire(wiring);
    DeliveryRuleGraphql.wire(wiring);
    ProofGraphql.wire(wiring);
    WebhookSetupGraphql.wire(wiring);
    FirstDelivery.wire(wiring);
    ByHandGraphql.wire(wiring);
    DeadLetterGraphql.wire(wiring);
    StatisticsGraphql.wire(wiring);
    DeliveryGraphql.wire(wiring);
    AlertGraphql.wire(wiring);
    AlertChannelGraphql.wire(wiring);
    MonitorGraphql.wire(wiring);
    AuditGraphql.wire(wiring);
    SubscriptionGraphql.wire(wiring);
  }

  private static TypeDefinitionRegistry definitions() {
    var all = new TypeDefinitionRegistry();
    FILES.forEach(file -> all.merge(definitions("/graphql/" + file + ".graphqls")));
    return all;
  }

  private static TypeDefinitionRegistry definitions(String resource) {
    try (var stream = ProductSchema.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IllegalStateException("missing " + resource);
      }
      return new SchemaParser().parse(new InputStreamReader(stream, StandardCharsets.UTF_8));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
