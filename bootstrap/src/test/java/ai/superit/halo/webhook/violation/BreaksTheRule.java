package ai.superit.halo.webhook.violation;

/// Exists to be caught: the endpoint must not interpret JSON.
final class BreaksTheRule {
  static Class<?> forbidden() {
    return tools.jackson.databind.json.JsonMapper.class;
  }
}
