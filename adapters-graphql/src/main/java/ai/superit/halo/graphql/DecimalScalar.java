package ai.superit.halo.graphql;

import graphql.GraphQLContext;
import graphql.schema.Coercing;
import graphql.schema.CoercingSerializeException;
import graphql.schema.GraphQLScalarType;
import java.math.BigDecimal;
import java.util.Locale;

/// A decimal number as text, since a Float cannot hold it exactly. Nothing takes one.
final class DecimalScalar implements Coercing<BigDecimal, String> {
  static final GraphQLScalarType TYPE =
      GraphQLScalarType.newScalar().name("Decimal").coercing(new DecimalScalar()).build();

  private DecimalScalar() {}

  @Override
  public String serialize(Object value, GraphQLContext context, Locale locale) {
    if (value instanceof BigDecimal number) {
      return number.toPlainString();
    }
    throw new CoercingSerializeException("not a decimal number: " + value.getClass());
  }
}
