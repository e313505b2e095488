package ai.superit.halo.simulator;

/// One resource of the API, by verb.
interface Resource {
  /// The area in scopes such as `read:tickets`; empty needs no scope of its own.
  default String area() {
    return "";
  }

  Reply list(Call call);

  default Reply byId(Call call) {
    return Reply.empty(404);
  }

  default Reply post(Call call) {
    return Reply.text(405, "The requested resource does not support http method 'POST'.");
  }

  default Reply delete(Call call) {
    return Reply.text(405, "The requested resource does not support http method 'DELETE'.");
  }

  default Reply answer(Call call) {
    return switch (call.method()) {
      case "GET" -> call.id().isEmpty() ? list(call) : byId(call);
      case "POST" -> post(call);
      case "DELETE" -> delete(call);
      default -> Reply.message(405, "The requested resource does not support this method.");
    };
  }
}
