package ai.superit.halo.graphql;

import graphql.language.OperationDefinition.Operation;
import java.util.function.Supplier;

/// Runs one operation into a stream: a query or mutation once, a subscription anew for each event.
///
/// @param contexts a new one for each run, since what is read for one answer is kept in it
record StreamedOperation(
    Supplier<PreparedOperation> operation,
    ParsedRequest request,
    Supplier<RequestContext> contexts) {

  /// Runs until the operation has ended or is broken off. A mutation that has begun is not.
  void run(EventStream.Operation into, GraphqlEngine engine, GraphqlLimits limits) {
    var errors = new ErrorAnswers(limits);
    try (var listening = new Listening()) {
      var prepared = operation.get();
      if (prepared.kind() == Operation.MUTATION) {
        into.beginChange();
      }
      do {
        var context = contexts.get().listeningTo(listening);
        var answer = engine.execute(prepared, request, context);
        send(into, JsonOutput.write(limits.answer().bytes(), answer::writeTo));
      } while (listening.await());
    } catch (InterruptedException brokenOff) {
      // Whoever did it has told the end, or there is nobody to tell.
    } catch (InvalidRequest invalid) {
      sendLast(into, errors.of(invalid));
    } catch (Refusal refusal) {
      sendLast(into, errors.of(refusal));
    } catch (RuntimeException failure) {
      if (!into.isBrokenOff()) {
        sendLast(into, errors.of(failure));
      }
    } finally {
      into.complete();
    }
  }

  private static void send(EventStream.Operation into, JsonOutput.Bytes answer)
      throws InterruptedException {
    into.send(Frames.next(into.shownId(), answer));
  }

  private static void sendLast(EventStream.Operation into, JsonOutput.Bytes answer) {
    try {
      send(into, answer);
    } catch (InterruptedException brokenOff) {
      Thread.currentThread().interrupt();
    }
  }
}
