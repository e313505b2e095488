package ai.superit.halo.graphql;

import ai.superit.halo.application.Problem;
import ai.superit.halo.application.Slice;
import ai.superit.halo.application.webhook.DeadLetters.Cause;
import ai.superit.halo.application.webhook.DeadLetters.DeadLetter;
import ai.superit.halo.application.webhook.DeadLetters.Kind;
import ai.superit.halo.application.webhook.DeadLetters.Selection;
import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.connection.ConnectionId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Webhook deliveries that wait for a person.
final class DeadLetterGraphql {
  private static final Logger LOG = LoggerFactory.getLogger(DeadLetterGraphql.class);
  private static final int MAX_CAUSES = 100;
  private static final int MAX_IDS = 1_000;
  private static final int MAX_REASON = 500;

  private DeadLetterGraphql() {}

  static void wire(Wiring wiring) {
    wiring
        .query("deadLetters", DeadLetterGraphql::list)
        .query("deadLetterCauses", DeadLetterGraphql::causes)
        .mutation("replayDeadLetters", DeadLetterGraphql::replay)
        .mutation("discardDeadLetters", DeadLetterGraphql::discard);
    wiring
        .type("DeadLetter", DeadLetter.class)
        .read("id", letter -> Long.toString(letter.number()))
        .read("kind", DeadLetter::kind)
        .read("reason", DeadLetter::reason)
        .read("attempts", DeadLetter::attempts)
        .read("receivedAt", DeadLetter::receivedAt)
        .read("beginning", DeadLetter::beginning);
    wiring
        .type("DeadLetterCause", Cause.class)
        .read("kind", Cause::kind)
        .read("reason", Cause::reason)
        .read("count", cause -> Math.toIntExact(cause.count()))
        .read("oldest", Cause::oldest)
        .read("newest", Cause::newest);
    ConnectionPage.wire(wiring, "DeadLetter", true);
    wirePayload(wiring, "ReplayDeadLettersPayload", "replayed");
    wirePayload(wiring, "DiscardDeadLettersPayload", "discarded");
  }

  private static void wirePayload(Wiring wiring, String type, String count) {
    wiring
        .type(type, Payload.class)
        .read(count, payload -> payload.result())
        .read("userErrors", payload -> payload.userErrors());
  }

  private static ConnectionPage<DeadLetter, Long> list(Session session, Arguments given) {
    var letters = session.oversight().deadLetters();
    var selection = connection(session, given).map(of -> selection(of, given, Set.of()));
    var shape =
        new ConnectionPage.Shape<>(
            new Cursors<>(
                session.visibility(), () -> "dead letters " + selection, Positions.NUMBER),
            DeadLetter::number,
            () -> selection.map(letters::count).orElse(0L));
    var page = given.page(shape.cursors());
    var slice =
        selection
            .map(wanted -> letters.list(wanted, page))
            .orElseGet(() -> new Slice<DeadLetter>(List.of(), false));
    return ConnectionPage.of(shape, page, slice, Function.identity());
  }

  private static List<Cause> causes(Session session, Arguments given) {
    return connection(session, given)
        .map(of -> selection(of, given, Set.of()))
        .map(meant -> session.oversight().deadLetters().causes(meant, MAX_CAUSES))
        .orElse(List.of());
  }

  private static Payload<Integer> replay(Session session, Arguments given) {
    return change(session, given, "replayed", session.oversight().deadLetters()::replay);
  }

  private static Payload<Integer> discard(Session session, Arguments given) {
    var because = given.requiredText("because").strip();
    if (because.isEmpty()) {
      return invalid("because", "is empty: say why, for whoever asks later");
    }
    if (because.length() > MAX_REASON) {
      return invalid("because", "has at most " + MAX_REASON + " characters");
    }
    return change(
        session,
        given,
        "discarded",
        selection -> session.oversight().deadLetters().discard(selection, because));
  }

  private static Payload<Integer> change(
      Session session, Arguments given, String what, ToIntFunction<Selection> how) {
    var connection = ConnectionGraphql.findLiving(session, given.requiredText("connectionId"));
    if (connection.isEmpty()) {
      return Payload.unknownConnection();
    }
    Selection chosen;
    try {
      chosen = selection(connection.get().id(), given, numbers(given));
    } catch (IllegalArgumentException wrong) {
      return invalid("ids", String.valueOf(wrong.getMessage()));
    }
    var count = how.applyAsInt(chosen);
    LOG.info(
        "event=dead_letters_{} connection={} by={} count={}",
        what,
        connection.get().id(),
        session.caller().subject(),
        count);
    return Payload.of(count);
  }

  private static Optional<ConnectionId> connection(Session session, Arguments given) {
    return ConnectionGraphql.find(session, given.requiredText("connectionId")).map(Connection::id);
  }

  /// The numbers that are given as `ids`; empty if none are.
  ///
  /// @throws IllegalArgumentException with what is wrong with them
  static Set<Long> numbers(Arguments given) {
    var ids = given.list("ids");
    if (given.given("ids") && (ids.isEmpty() || ids.size() > MAX_IDS)) {
      throw new IllegalArgumentException(
          "holds " + ids.size() + " ids, allowed is 1 to " + MAX_IDS);
    }
    var numbers = new HashSet<Long>();
    for (var id : ids) {
      numbers.add(
          number((String) id)
              .orElseThrow(() ->
                  new IllegalArgumentException(
                      "holds an id that is not the number of a delivery")));
    }
    return numbers;
  }

  static Selection selection(ConnectionId connection, Arguments given, Set<Long> numbers) {
    var kind = given.text("kind").map(Kind::valueOf);
    return new Selection(connection, kind, given.text("reason"), numbers);
  }

  private static Optional<Long> number(String id) {
    return GlobalId.NUMBER.matcher(id).matches()
        ? Optional.of(Long.parseLong(id))
        : Optional.empty();
  }

  private static Payload<Integer> invalid(String field, String message) {
    return Payload.rejected(List.of(new Problem(field, Problem.Code.INVALID, message)));
  }
}
