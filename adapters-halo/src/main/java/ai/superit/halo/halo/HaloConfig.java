package ai.superit.halo.halo;

import ai.superit.halo.domain.connection.TenantUrl;
import ai.superit.halo.egress.Egress;
import java.time.Duration;

/// The limits under which tenants are called.
///
/// @param callTimeout from the first byte sent to the last byte received
/// @param maxAnswerBytes a longer answer is cut off and counts as a failure
/// @param rules which addresses beyond public ones may be called; the same as for typing them in
public record HaloConfig(
    Duration callTimeout,
    Duration connectTimeout,
    int maxAnswerBytes,
    TenantUrl.Rules rules,
    Retries retries,
    Egress egress) {

  /// How often a read is tried again after a failure of the tenant or the network. Calls that were
  /// refused for being too many are not failures and are repeated when the budget allows.
  ///
  /// @param firstPause about how long the first pause is; each is twice the one before
  public record Retries(int failures, Duration firstPause) {}

  public static final HaloConfig DEFAULT =
      new HaloConfig(
          Duration.ofSeconds(60),
          Duration.ofSeconds(10),
          32 * 1024 * 1024,
          TenantUrl.Rules.PRODUCTION,
          new Retries(3, Duration.ofMillis(500)));

  public HaloConfig {
    if (!callTimeout.isPositive() || !connectTimeout.isPositive() || maxAnswerBytes < 1) {
      throw new IllegalArgumentException("timeouts and limits of Halo calls are positive");
    }
  }

  /// Without a proxy.
  public HaloConfig(
      Duration callTimeout,
      Duration connectTimeout,
      int maxAnswerBytes,
      TenantUrl.Rules rules,
      Retries retries) {
    this(callTimeout, connectTimeout, maxAnswerBytes, rules, retries, Egress.DIRECT);
  }

  public HaloConfig withRules(TenantUrl.Rules other) {
    return new HaloConfig(callTimeout, connectTimeout, maxAnswerBytes, other, retries, egress);
  }

  public HaloConfig withEgress(Egress other) {
    return new HaloConfig(callTimeout, connectTimeout, maxAnswerBytes, rules, retries, other);
  }
}
