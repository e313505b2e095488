package ai.superit.halo.graphql;

import ai.superit.halo.application.Problem;
import ai.superit.halo.application.connection.CallsEnded;
import ai.superit.halo.application.connection.HaloUnavailable;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a mutation answers: a result, or what kept it from being done.
record Payload<R>(Optional<R> result, List<UserError> userErrors) {
  record UserError(String code, List<String> field, String message) {
    static UserError notFound(String field, String message) {
      return new UserError(Problem.Code.NOT_FOUND.name(), List.of(field), message);
    }

    static UserError halo(@Nullable String message) {
      return new UserError("HALO_UNAVAILABLE", List.of(), String.valueOf(message));
    }
  }

  static <R> Payload<R> of(R result) {
    return new Payload<>(Optional.of(result), List.of());
  }

  static <R> Payload<R> refused(UserError error) {
    return new Payload<>(Optional.empty(), List.of(error));
  }

  static <R> Payload<R> unknownConnection() {
    return refused(UserError.notFound("connectionId", "is not one of your connections"));
  }

  /// @param path names of the arguments around the problems' fields
  static <R> Payload<R> rejected(List<Problem> problems, String... path) {
    return new Payload<>(
        Optional.empty(),
        problems.stream()
            .map(problem ->
                new UserError(
                    problem.code().name(),
                    Stream.concat(Stream.of(path), Stream.of(problem.field())).toList(),
                    problem.message()))
            .toList());
  }

  /// @param reason why the connection is not in a state for this
  static <R> Payload<R> conflict(String reason) {
    return rejected(List.of(new Problem("connectionId", Problem.Code.CONFLICT, reason)));
  }

  /// Runs a mutation that calls Halo.
  static <R> Payload<R> calling(Supplier<Payload<R>> mutation) {
    try {
      return mutation.get();
    } catch (HaloUnavailable | CallsEnded failure) {
      return refused(UserError.halo(failure.getMessage()));
    }
  }

  <T> Optional<T> ifDone(Function<R, T> read) {
    return result.map(read);
  }

  static void wire(Wiring wiring) {
    wiring
        .type("UserError", UserError.class)
        .read("code", UserError::code)
        .read("field", UserError::field)
        .read("message", UserError::message);
  }
}
