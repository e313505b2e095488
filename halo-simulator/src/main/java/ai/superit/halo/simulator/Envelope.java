package ai.superit.halo.simulator;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// Cuts a list to what was asked for, or to what the server is willing to give, and wraps it.
final class Envelope {
  private final Quirks.Paging paging;
  private final int cap;

  Envelope(Quirks.Paging paging, int cap) {
    this.paging = paging;
    this.cap = cap;
  }

  <R extends Row> Reply page(
      Call call,
      String key,
      List<R> rows,
      BiConsumer<JsonOut, R> writer,
      Consumer<JsonOut> extras) {
    var params = call.params();
    var paged = params.flag("pageinate");
    var size =
        paged
            ? Math.clamp(params.integer("page_size", paging.defaultSlice()), 1, cap)
            : unpaged(params);
    var number = paged ? Math.max(params.integer("page_no", 1), 1) : 1;
    var from = (int) Math.min((number - 1L) * size, rows.size());
    var slice = rows.subList(from, (int) Math.min((long) from + size, rows.size()));
    return Reply.object(
        200,
        out -> {
          if (paged) {
            out.number("page_no", number);
            out.number("page_size", size);
          }
          out.number("record_count", rows.size());
          out.array(key, () -> slice.forEach(row -> element(out, params, row, writer)));
          extras.accept(out);
        });
  }

  private int unpaged(Params params) {
    if (params.flag("idonly") || params.flag("ticketidonly")) {
      return paging.countCeiling();
    }
    return Math.clamp(params.integer("count", paging.defaultSlice()), 1, paging.countCeiling());
  }

  private static <R extends Row> void element(
      JsonOut out, Params params, R row, BiConsumer<JsonOut, R> writer) {
    if (params.flag("idonly") || params.flag("ticketidonly")) {
      out.object(() -> out.number("id", row.id));
    } else {
      out.object(() -> writer.accept(out, row));
    }
  }
}
