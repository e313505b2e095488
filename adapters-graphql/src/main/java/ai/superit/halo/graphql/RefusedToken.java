package ai.superit.halo.graphql;

/// A bearer token that is not accepted. The reason is for our own log; the caller never learns it.
final class RefusedToken extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RefusedToken(String reason) {
    super(reason, null, false, false);
  }
}
