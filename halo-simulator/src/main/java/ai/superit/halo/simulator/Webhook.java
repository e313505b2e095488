package ai.superit.halo.simulator;

import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A registered webhook. What it was registered with stays as sent; what happens to it is beside.
final class Webhook {
  private final String id;
  private volatile ObjectNode settings;
  private volatile boolean active;
  private volatile long disabledAt = Dates.ABSENT;
  private volatile int lastStatus;
  private final AtomicInteger failures = new AtomicInteger();

  Webhook(String id, ObjectNode settings) {
    this.id = id;
    this.settings = settings;
    this.active = settings.path("active").asBoolean(true);
  }

  String id() {
    return id;
  }

  ObjectNode settings() {
    return settings;
  }

  void update(ObjectNode changes) {
    var merged = settings.deepCopy();
    changes.properties().forEach(field -> merged.set(field.getKey(), field.getValue()));
    settings = merged;
    if (changes.has("active")) {
      active = changes.path("active").asBoolean(true);
      failures.set(0);
    }
  }

  boolean sends() {
    return active && number("type") == 0;
  }

  URI url() {
    return URI.create(text("url"));
  }

  String text(String name) {
    return settings.path(name).asString("");
  }

  /// Numbers arrive as numbers or as text.
  int number(String name) {
    JsonNode value = settings.path(name);
    return value.asInt(0);
  }

  void succeeded(int status) {
    lastStatus = status;
    failures.set(0);
  }

  void failed(int status, long at) {
    lastStatus = status;
    var limit = number("auto_disable_attempts");
    if (failures.incrementAndGet() >= limit && limit > 0) {
      active = false;
      disabledAt = at;
    }
  }

  void write(JsonOut out) {
    out.text("id", id);
    for (var field : settings.properties()) {
      switch (field.getKey()) {
        case "id", "active", "disabled", "basic_password", "events" -> {}
        default -> out.node(field.getKey(), field.getValue());
      }
    }
    out.flag("active", active);
    out.flag("disabled", !active);
    out.number("last_status", lastStatus);
    out.date("last_auto_disable_date", disabledAt);
  }
}
