package ai.superit.halo.graphql;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Runs one operation into a stream: a query or mutation once, a subscription anew for each event.
///
/// @param id tells it from the other operations of the stream
/// @param shared whether its events carry the id
/// @param contexts a new one for each run, since what is read for one answer is kept in it
record StreamedOperation(
    EventStream stream,
    String id,
    boolean shared,
    Supplier<PreparedOperation> operation,
    ParsedRequest request,
    Supplier<RequestContext> contexts) {

  /// Runs until the operation has ended or is cancelled.
  void run(GraphqlEngine engine, GraphqlLimits limits) {
    var errors = new ErrorAnswers(limits);
    try (var listening = new Listening()) {
      var prepared = operation.get();
      do {
        var context = contexts.get().listeningTo(listening);
        var answer = engine.execute(prepared, request, context);
        send(JsonOutput.write(limits.answer().bytes(), answer::writeTo));
      } while (listening.await());
    } catch (InterruptedException cancelled) {
      // It was asked for, and the end is told below.
    } catch (InvalidRequest invalid) {
      sendLast(errors.of(invalid));
    } catch (Refusal refusal) {
      sendLast(errors.of(refusal));
    } catch (RuntimeException failure) {
      sendLast(errors.of(failure));
    } finally {
      stream.complete(id, Frames.complete(shownId()));
    }
  }

  private void send(JsonOutput.Bytes answer) throws InterruptedException {
    stream.send(Frames.next(shownId(), answer));
  }

  private void sendLast(JsonOutput.Bytes answer) {
    try {
      send(answer);
    } catch (InterruptedException cancelled) {
      Thread.currentThread().interrupt();
    }
  }

  private @Nullable String shownId() {
    return shared ? id : null;
  }
}
