package ai.superit.halo.simulator;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// `/WebhookEvent`: the log of deliveries, newest first unless another order is asked for; a bare
/// list, or pages if they are asked for.
record WebhookEventResource(Webhooks webhooks) implements Resource {
  private static final int LARGEST_PAGE = 100;

  @Override
  public String area() {
    return "webhooks";
  }

  @Override
  public Reply list(Call call) {
    var params = call.params();
    var entries = ordered(webhooks.sender.log.of(params.text("webhook_id", "")), params);
    var size = Math.clamp(params.integer("page_size", LARGEST_PAGE), 1, LARGEST_PAGE);
    if (!params.flag("pageinate")) {
      return Reply.json(
          200,
          Json.write(out ->
              out.array(() ->
                  entries.stream()
                      .limit(params.integer("count", LARGEST_PAGE))
                      .forEach(entry -> out.object(() -> DeliveryLog.write(out, entry))))));
    }
    var before = (Math.max(params.integer("page_no", 1), 1) - 1L) * size;
    return Reply.object(
        200,
        out -> {
          out.number("record_count", entries.size());
          out.array(
              "webhookevents",
              () ->
                  entries.stream()
                      .skip(before)
                      .limit(size)
                      .forEach(entry -> out.object(() -> DeliveryLog.write(out, entry))));
        });
  }

  private static List<DeliveryLog.Entry> ordered(List<DeliveryLog.Entry> entries, Params params) {
    if (params.text("order", "").isEmpty()) {
      return entries.reversed();
    }
    var sorted = new ArrayList<>(entries);
    if (params.text("order", "").equals("id")) {
      sorted.sort(Comparator.comparing(DeliveryLog.Entry::guid));
    }
    return params.flag("orderdesc") ? sorted.reversed() : sorted;
  }
}
