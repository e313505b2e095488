package ai.superit.halo.simulator;

import static ai.superit.halo.simulator.Quirks.Several.Answer.LAST_UNLESS_ALL_ASKED;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/// Performs the POST of one or many elements and answers as the original does.
final class Writes {
  private final Tenant tenant;

  Writes(Tenant tenant) {
    this.tenant = tenant;
  }

  Reply post(Call call, Kind kind, BiConsumer<JsonOut, Row> writer) {
    var body = Json.read(call.body());
    var many = body.isArray();
    if ((!many && !body.isObject()) || (many && body.isEmpty())) {
      throw new Refused(Reply.modelState(400, "", "A non-empty request body is required."));
    }
    var changes =
        IntStream.range(0, many ? body.size() : 1)
            .mapToObj(
                i -> change(call, kind, many ? "[" + i + "]." : "", many ? body.get(i) : body));
    var rows =
        tenant.quirks().several().allOrNothing()
            ? tenant.applyAll(changes.toList())
            : changes.map(tenant::apply).toList();
    return answer(rows, many && isAll(call, kind, rows.size()), writer);
  }

  private boolean isAll(Call call, Kind kind, int size) {
    var answer = kind == Kind.ACTION ? LAST_UNLESS_ALL_ASKED : tenant.quirks().several().answer();
    return isAll(call, answer, size);
  }

  /// Whether an array is answered to an array of so many.
  static boolean isAll(Call call, Quirks.Several.Answer answer, int size) {
    return switch (answer) {
      case LAST_UNLESS_ALL_ASKED -> call.params().flag("returnall");
      case LAST -> false;
      case ALL -> size > 1 || call.params().flag("returnall");
    };
  }

  Reply delete(Call call, Kind kind) {
    var row = tenant.apply(Change.delete(kind, call.at(), call.agent(), call.number()));
    return Reply.object(200, out -> out.number("id", row.id));
  }

  private static Change change(Call call, Kind kind, String prefix, JsonNode element) {
    if (!element.isObject()) {
      throw new Refused(Reply.modelState(400, prefix, "The value must be an object."));
    }
    return new Change(false, kind, call.at(), call.agent(), prefix, element);
  }

  /// @param all of them, instead of the last one
  static <T> Reply answer(List<T> rows, boolean all, BiConsumer<JsonOut, T> writer) {
    return Reply.json(
        201,
        Json.write(out -> {
          if (all) {
            out.array(() -> rows.forEach(row -> out.object(() -> writer.accept(out, row))));
          } else {
            out.object(() -> writer.accept(out, rows.getLast()));
          }
        }));
  }
}
