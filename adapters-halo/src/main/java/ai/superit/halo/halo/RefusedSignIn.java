package ai.superit.halo.halo;

import ai.superit.halo.application.connection.HaloUnavailable;

/// A tenant answered a request for a token otherwise than with one.
final class RefusedSignIn extends HaloUnavailable {
  private static final long serialVersionUID = 1L;
  private final transient Answer answer;

  RefusedSignIn(HaloUnavailable failure, Answer answer) {
    super(failure.reason(), String.valueOf(failure.getMessage()), failure);
    this.answer = answer;
  }

  Answer answer() {
    return answer;
  }
}
