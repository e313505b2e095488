package ai.superit.halo.domain.violation;

/// Exists to be caught: the domain must not log.
final class BreaksTheRule {
  private static final org.slf4j.Logger LOG = org.slf4j.LoggerFactory.getLogger("x");

  static String name() {
    return LOG.getName();
  }
}
