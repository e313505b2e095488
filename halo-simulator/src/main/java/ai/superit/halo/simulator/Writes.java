package ai.superit.halo.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
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
    var rows = new ArrayList<Row>();
    for (var i = 0; i < (many ? body.size() : 1); i++) {
      rows.add(write(call, kind, many ? "[" + i + "]." : "", many ? body.get(i) : body));
    }
    return answer(rows, many && call.params().flag("returnall"), writer);
  }

  Reply delete(Call call, Kind kind) {
    var row = tenant.apply(Change.delete(kind, call.at(), call.agent(), call.number()));
    return Reply.object(200, out -> out.number("id", row.id));
  }

  private Row write(Call call, Kind kind, String prefix, JsonNode element) {
    if (!element.isObject()) {
      throw new Refused(Reply.modelState(400, prefix, "The value must be an object."));
    }
    return tenant.apply(new Change(false, kind, call.at(), call.agent(), prefix, element));
  }

  private static Reply answer(List<Row> rows, boolean all, BiConsumer<JsonOut, Row> writer) {
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
