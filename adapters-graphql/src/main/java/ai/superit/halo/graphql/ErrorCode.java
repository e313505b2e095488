package ai.superit.halo.graphql;

/// The five values of `extensions.code`.
enum ErrorCode {
  BAD_REQUEST,
  UNAUTHORIZED,
  FORBIDDEN,
  NOT_FOUND,
  INTERNAL_ERROR
}
