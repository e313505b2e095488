package ai.superit.halo.graphql;

import graphql.language.OperationDefinition;
import java.time.Duration;

/// What one request may ask for. Everything but `answer` and `execution` is decided before any data
/// is read.
///
/// @param page the largest `first` or `last`
/// @param nodes entries that the innermost lists of a request may hold together
/// @param listGuess rows assumed for a list of objects that is not paged
public record GraphqlLimits(
    Document document,
    Input input,
    Answer answer,
    int page,
    int nodes,
    int listGuess,
    Execution execution,
    Streams streams) {

  public static GraphqlLimits defaults() {
    return new GraphqlLimits(
        Document.defaults(),
        Input.defaults(),
        new Answer(20, 4 * 1024 * 1024),
        100,
        10_000,
        10,
        Execution.defaults(),
        Streams.defaults());
  }

  /// The size and shape of the query text.
  ///
  /// @param nesting brackets within brackets
  /// @param fields fields once every fragment is written out
  /// @param depth fields within fields, not counting `edges`, `node`, `pageInfo` and introspection
  /// @param repeats how often one selection may name the same field
  public record Document(
      int characters,
      int tokens,
      int nesting,
      int fields,
      int depth,
      int aliases,
      int rootFields,
      int directives,
      int repeats) {
    static Document defaults() {
      return new Document(20_000, 2_000, 100, 2_000, 7, 30, 20, 30, 30);
    }
  }

  /// The request body and the variables in it.
  ///
  /// @param listValues entries of one list
  /// @param nesting lists and objects within each other
  /// @param reading time until the body is complete
  public record Input(int bytes, int variables, int listValues, int nesting, Duration reading) {
    static Input defaults() {
      return new Input(256 * 1024, 100, 1_000, 20, Duration.ofSeconds(15));
    }
  }

  /// The time for resolving, after which the request is cancelled.
  ///
  /// @param mutation longer, because some wait for Halo, which has limits of its own for that
  public record Execution(Duration query, Duration mutation) {
    static Execution defaults() {
      return new Execution(Duration.ofSeconds(5), Duration.ofSeconds(60));
    }

    Duration of(OperationDefinition.Operation kind) {
      return kind == OperationDefinition.Operation.MUTATION ? mutation : query;
    }
  }

  /// Streams of events, which stay open.
  ///
  /// @param streams how many are open in all, reserved ones included
  /// @param operations how many run in all of them
  /// @param frames how many events wait for a reader that is behind, before operations wait
  /// @param ping how often something is sent where nothing happens
  /// @param write how long a reader may take for one event until it is cut off
  /// @param reservation how long a reserved stream waits for its reader
  public record Streams(
      int streams,
      int streamsOfCaller,
      int operations,
      int operationsOfCaller,
      int frames,
      Duration ping,
      Duration write,
      Duration reservation) {
    static Streams defaults() {
      return new Streams(
          500,
          20,
          2_000,
          100,
          4,
          Duration.ofSeconds(15),
          Duration.ofSeconds(20),
          Duration.ofSeconds(30));
    }
  }

  /// What is sent back at most.
  public record Answer(int errors, int bytes) {}
}
