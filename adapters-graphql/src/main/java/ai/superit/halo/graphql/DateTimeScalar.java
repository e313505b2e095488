package ai.superit.halo.graphql;

import static java.util.Objects.requireNonNull;

import graphql.GraphQLContext;
import graphql.execution.CoercedVariables;
import graphql.language.StringValue;
import graphql.language.Value;
import graphql.schema.Coercing;
import graphql.schema.CoercingParseLiteralException;
import graphql.schema.CoercingParseValueException;
import graphql.schema.CoercingSerializeException;
import graphql.schema.GraphQLScalarType;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;

/// A moment, written in ISO 8601.
final class DateTimeScalar implements Coercing<Instant, String> {
  static final GraphQLScalarType TYPE =
      GraphQLScalarType.newScalar().name("DateTime").coercing(new DateTimeScalar()).build();

  private static final String EXPECTED = "A DateTime is written like 2026-03-01T09:30:00Z.";

  private DateTimeScalar() {}

  @Override
  public String serialize(Object value, GraphQLContext context, Locale locale) {
    if (value instanceof Instant instant) {
      return instant.toString();
    }
    throw new CoercingSerializeException("not a moment: " + value.getClass());
  }

  @Override
  public Instant parseValue(Object value, GraphQLContext context, Locale locale) {
    try {
      if (value instanceof Instant instant) {
        return instant;
      }
      if (value instanceof String text) {
        return parse(text);
      }
    } catch (DateTimeException wrong) {
      throw new CoercingParseValueException(EXPECTED, wrong);
    }
    throw new CoercingParseValueException(EXPECTED);
  }

  @Override
  public Instant parseLiteral(
      Value<?> value, CoercedVariables variables, GraphQLContext context, Locale locale) {
    try {
      if (value instanceof StringValue text) {
        return parse(requireNonNull(text.getValue()));
      }
    } catch (DateTimeException wrong) {
      throw new CoercingParseLiteralException(EXPECTED, wrong);
    }
    throw new CoercingParseLiteralException(EXPECTED);
  }

  @Override
  public Value<?> valueToLiteral(Object value, GraphQLContext context, Locale locale) {
    return StringValue.of(value.toString());
  }

  /// Only the years that the store can hold, too.
  private static Instant parse(String text) {
    var at = OffsetDateTime.parse(text);
    if (at.getYear() < 1 || at.getYear() > 9999) {
      throw new DateTimeException("year " + at.getYear());
    }
    return at.toInstant();
  }
}
