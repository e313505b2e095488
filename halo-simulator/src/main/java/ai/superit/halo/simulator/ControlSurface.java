package ai.superit.halo.simulator;

import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;

/// The control surface over HTTP: JSON in, JSON out, errors with field and advice.
final class ControlSurface {
  private static final TypeReference<Map<String, Object>> FIELDS = new TypeReference<>() {};

  private final TenantControl control;

  ControlSurface(TenantControl control) {
    this.control = control;
  }

  void handle(ServerRequest request, ServerResponse response) {
    HaloApi.send(answer(request), response);
  }

  private Reply answer(ServerRequest request) {
    try {
      var body = Json.MAPPER.readTree(HaloApi.body(request));
      var path = request.prologue().uriPath().path().toLowerCase(Locale.ROOT);
      var parts = path.substring("/control/".length()).split("/", -1);
      return route(request.prologue().method().text() + " " + parts[0], parts, body);
    } catch (ControlException e) {
      return error(400, e.field(), String.valueOf(e.getMessage()));
    } catch (JacksonException e) {
      return error(400, "body", "body must be JSON");
    }
  }

  private Reply route(String call, String[] parts, JsonNode body) {
    return switch (call) {
      case "GET statistics" -> json(control.statistics());
      case "DELETE statistics" -> done(control::resetStatistics);
      case "GET rows" -> json(control.rowCounts());
      case "POST live" -> done(() -> control.live(body.path("rate").asDouble(0)));
      case "DELETE live" -> done(control::stopLive);
      case "GET faults" -> json(control.faults());
      case "POST faults" -> done(() -> control.addFault(fault(body)));
      case "DELETE faults" -> done(control::clearFaults);
      case "GET delivery-faults" -> json(control.deliveryFaults());
      case "POST delivery-faults" -> done(() -> control.addDeliveryFault(deliveryFault(body)));
      case "DELETE delivery-faults" -> done(control::clearDeliveryFaults);
      case "POST rate-limit" -> done(() -> control.rateLimit(rateLimit(body)));
      case "POST deliveries" -> deliveries(parts);
      case "DELETE tokens" -> done(control::revokeTokens);
      case "DELETE grants" -> done(control::revokeGrants);
      case "POST consent" ->
          done(() -> control.denyAuthorizations(body.path("deny").asBoolean(false)));
      case "POST applications" ->
          done(() ->
              control.putApplication(
                  body.path("clientId").asString(""), body.path("clientSecret").asString("")));
      case "POST inactive-applications" ->
          done(() -> control.deactivateApplication(body.path("clientId").asString("")));
      case "POST scopes" -> done(() -> control.allowScopes(body.path("allowed").asString("")));
      case "POST hidden-clients" -> done(() -> control.hideClients(ids(body.path("ids"))));
      case "DELETE applications" ->
          done(() -> control.removeApplication(parts.length < 2 ? "" : parts[1]));
      case "POST tickets" -> postTicket(parts, body);
      case "GET tickets" -> json(control.ticket(id(parts)));
      case "DELETE tickets" -> done(() -> control.deleteTicket(id(parts)));
      default -> row(call, parts, body);
    };
  }

  private Reply postTicket(String[] parts, JsonNode body) {
    if (parts.length == 1) {
      return created(control.createTicket(fields(body)));
    }
    var id = id(parts);
    return switch (parts.length == 2 ? "" : parts[2]) {
      case "" -> done(() -> control.changeTicket(id, fields(body)));
      case "notes" -> created(control.addNote(id, fields(body)));
      case "close" -> done(() -> control.closeTicket(id));
      case "reopen" -> done(() -> control.reopenTicket(id));
      case "recover" -> done(() -> control.recoverTicket(id));
      default ->
          error(404, "path", "use /notes, /close, /reopen or /recover after the ticket's id");
    };
  }

  private Reply row(String call, String[] parts, JsonNode body) {
    var kind =
        switch (parts[0]) {
          case "clients" -> Kind.CLIENT;
          case "sites" -> Kind.SITE;
          case "users" -> Kind.USER;
          case "assets" -> Kind.ASSET;
          case "invoices" -> Kind.INVOICE;
          default -> null;
        };
    if (kind == null) {
      return error(
          404,
          "path",
          "unknown; see tickets, clients, sites, users, assets, rows, live, faults, delivery-faults, rate-limit, deliveries, tokens, grants, consent, applications, inactive-applications, scopes, hidden-clients, statistics");
    }
    if (call.startsWith("DELETE")) {
      return done(() -> control.delete(kind, id(parts)));
    }
    if (parts.length == 1) {
      return created(control.create(kind, fields(body)));
    }
    return done(() -> control.change(kind, id(parts), fields(body)));
  }

  private Reply deliveries(String[] parts) {
    return switch (parts.length < 2 ? "" : parts[1]) {
      case "pause" -> done(control::pauseDeliveries);
      case "resume" -> done(control::resumeDeliveries);
      default -> error(404, "path", "use /deliveries/pause or /deliveries/resume");
    };
  }

  private static Fault fault(JsonNode body) {
    return new Fault(
        choice(Fault.Effect.class, body),
        body.path("path").asString("*"),
        body.path("probability").asDouble(1),
        body.path("count").asInt(0),
        body.path("status").asInt(500),
        Duration.ofMillis(body.path("delayMillis").asLong(1_000)));
  }

  private static DeliveryFault deliveryFault(JsonNode body) {
    return new DeliveryFault(
        choice(DeliveryFault.Effect.class, body),
        body.path("probability").asDouble(1),
        body.path("count").asInt(0),
        Duration.ofMillis(body.path("delayMillis").asLong(500)),
        body.path("size").asInt(10));
  }

  private static <E extends Enum<E>> E choice(Class<E> type, JsonNode body) {
    var text = body.path("effect").asString("").toUpperCase(Locale.ROOT);
    return Arrays.stream(type.getEnumConstants())
        .filter(value -> value.name().equals(text))
        .findFirst()
        .orElseThrow(() ->
            new ControlException(
                "effect", "must be one of " + Arrays.toString(type.getEnumConstants())));
  }

  private static RateLimit rateLimit(JsonNode body) {
    if (body.path("unlimited").asBoolean(false)) {
      return RateLimit.unlimited();
    }
    var calls = body.path("calls").asInt(0);
    var seconds = body.path("windowSeconds").asInt(300);
    if (calls < 1) {
      throw new ControlException("calls", "must be at least 1, or send unlimited=true");
    }
    if (seconds < 1) {
      throw new ControlException("windowSeconds", "must be at least 1");
    }
    return new RateLimit(calls, Duration.ofSeconds(seconds));
  }

  private static int id(String[] parts) {
    try {
      return Integer.parseInt(parts.length < 2 ? "" : parts[1]);
    } catch (NumberFormatException e) {
      throw new ControlException("id", "must be a number in the path");
    }
  }

  private static Set<Integer> ids(JsonNode list) {
    return list.valueStream().map(JsonNode::asInt).collect(Collectors.toSet());
  }

  private static Map<String, Object> fields(JsonNode body) {
    return body.isObject() ? Json.MAPPER.convertValue(body, FIELDS) : Map.of();
  }

  private static Reply json(Object value) {
    return Reply.json(200, Json.MAPPER.writeValueAsBytes(value));
  }

  private static Reply created(int id) {
    return Reply.object(201, out -> out.number("id", id));
  }

  private static Reply done(Runnable action) {
    action.run();
    return Reply.object(200, out -> out.flag("done", true));
  }

  private static Reply error(int status, String field, String advice) {
    return Reply.object(
        status,
        out -> {
          out.text("field", field);
          out.text("error", advice);
        });
  }
}
