/// GraphQL over HTTP: schema, fetchers, limits and bearer tokens.
///
/// No rules live here: a fetcher reads arguments, calls one use case or port and maps the outcome.
@NullMarked
package ai.superit.halo.graphql;

import org.jspecify.annotations.NullMarked;
