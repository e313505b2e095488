package ai.superit.halo.authorisation.violation;

/// Exists to be caught: the pages must not read tokens, which the Halo adapter does.
final class BreaksTheRule {
  static Class<?> forbidden() {
    return tools.jackson.databind.json.JsonMapper.class;
  }
}
