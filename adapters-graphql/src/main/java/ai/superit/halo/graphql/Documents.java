package ai.superit.halo.graphql;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import graphql.ParseAndValidate;
import graphql.introspection.GoodFaithIntrospection;
import graphql.introspection.GoodFaithIntrospection.BadFaithIntrospectionError;
import graphql.language.Document;
import graphql.language.Field;
import graphql.language.FragmentDefinition;
import graphql.language.OperationDefinition;
import graphql.parser.InvalidSyntaxException;
import graphql.parser.Parser;
import graphql.parser.ParserEnvironment;
import graphql.parser.ParserOptions;
import graphql.schema.GraphQLSchema;
import graphql.validation.GoodFaithIntrospectionExceeded;
import graphql.validation.QueryComplexityLimits;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Turns query text into operations that may be run, and remembers those of valid documents.
final class Documents {
  private static final int REMEMBERED = 1_000;
  private static final int REMEMBERED_WEIGHT = 4_000_000;

  private final GraphQLSchema schema;
  private final GraphqlLimits limits;
  private final ParserOptions parserOptions;
  private final Cache<String, PreparedDocument> valid =
      Caffeine.newBuilder().maximumWeight(REMEMBERED_WEIGHT).weigher(Documents::weight).build();

  Documents(GraphQLSchema schema, GraphqlLimits limits) {
    this.schema = schema;
    this.limits = limits;
    this.parserOptions =
        ParserOptions.getDefaultOperationParserOptions()
            .transform(options ->
                options
                    .maxCharacters(limits.document().characters())
                    .maxTokens(limits.document().tokens() * 2)
                    .captureIgnoredChars(false)
                    .captureLineComments(false));
  }

  private static int weight(String text, PreparedDocument document) {
    return Math.max(document.weight(), REMEMBERED_WEIGHT / REMEMBERED);
  }

  /// The operation to run.
  ///
  /// @throws Refusal when the document is over a limit or does not say which operation is meant
  /// @throws InvalidRequest when it is no GraphQL or does not fit the schema
  PreparedOperation operation(String text, @Nullable String name) {
    var document = valid.getIfPresent(text);
    if (document == null) {
      document = prepare(text);
      valid.put(text, document);
    }
    return document.operation(name);
  }

  /// The document as it is remembered.
  PreparedDocument prepare(String text) {
    requireSize(text);
    var document = parse(text);
    long fields = DocumentShape.check(document, limits);
    requireValid(document);
    var fragments =
        document.getDefinitionsOfType(FragmentDefinition.class).stream()
            .collect(Collectors.toMap(FragmentDefinition::getName, fragment -> fragment));
    var definitions = document.getDefinitionsOfType(OperationDefinition.class);
    var asked = AskedParts.of(schema, document);
    var operations = new LinkedHashMap<String, PreparedOperation>();
    for (var operation : definitions) {
      var lists = PageSizes.of(schema, fragments, operation);
      var name = operation.getName() == null ? "" : operation.getName();
      var planned = planned(text, definitions.size());
      operations.put(name, new PreparedOperation(document, operation, lists, planned, asked));
    }
    if (operations.isEmpty()) {
      throw Refusal.badRequest("The document holds no operation");
    }
    return new PreparedDocument(text.length(), fields, operations);
  }

  /// Plans spell out fragments, which many operations of a short text may share.
  private static Optional<Plans> planned(String text, int operations) {
    return operations > 1 || text.contains("@") ? Optional.empty() : Optional.of(new Plans());
  }

  private void requireSize(String text) {
    var shape = limits.document();
    if (text.length() > shape.characters()) {
      throw Refusal.limit(
          "characters", "the length of the document", text.length(), shape.characters());
    }
    var tokens = Tokens.of(text);
    if (tokens.count() > shape.tokens()) {
      throw Refusal.limit("tokens", "the number of tokens", tokens.count(), shape.tokens());
    }
    if (tokens.nesting() > shape.nesting()) {
      throw Refusal.limit("nesting", "the depth of brackets", tokens.nesting(), shape.nesting());
    }
  }

  private Document parse(String text) {
    try {
      return Parser.parse(
          ParserEnvironment.newParserEnvironment()
              .document(text)
              .parserOptions(parserOptions)
              .locale(Locale.ROOT)
              .build());
    } catch (InvalidSyntaxException e) {
      throw new InvalidRequest(List.of(e.toInvalidSyntaxError()));
    }
  }

  private void requireValid(Document document) {
    try {
      var errors =
          ParseAndValidate.validate(
              schema, document, rule -> true, Locale.ROOT, complexity(document));
      if (!errors.isEmpty()) {
        throw new InvalidRequest(errors);
      }
    } catch (GoodFaithIntrospectionExceeded e) {
      BadFaithIntrospectionError error = e.toBadFaithError();
      throw Refusal.rule("introspection", error.getMessage());
    }
  }

  private static QueryComplexityLimits complexity(Document document) {
    boolean introspective =
        document.getDefinitionsOfType(OperationDefinition.class).stream()
            .flatMap(operation -> operation.getSelectionSet().getSelections().stream())
            .anyMatch(s -> s instanceof Field field && field.getName().startsWith("__"));
    var limits = QueryComplexityLimits.getDefaultLimits();
    return introspective ? GoodFaithIntrospection.goodFaithLimits(limits) : limits;
  }
}
