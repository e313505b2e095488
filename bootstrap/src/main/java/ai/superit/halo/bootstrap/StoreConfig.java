package ai.superit.halo.bootstrap;

import ai.superit.halo.application.connection.TenantBudget;
import ai.superit.halo.persistence.PersistenceConfig;
import ai.superit.halo.persistence.SealKeys;
import java.util.Base64;
import java.util.HashMap;
import java.util.Optional;

/// What the settings mean for the store.
final class StoreConfig {
  private StoreConfig() {}

  static PersistenceConfig of(Settings settings) {
    var database = settings.database();
    return new PersistenceConfig(
        new PersistenceConfig.Access(database.url(), database.user(), database.password()),
        new PersistenceConfig.Pools(
            database.queryConnections(), database.writeConnections(), database.inboxConnections()),
        PersistenceConfig.Timeouts.DEFAULT,
        keys(settings.seals()),
        rateLimit(settings.halo()),
        false);
  }

  private static SealKeys keys(Settings.Seals seals) {
    var keys = new HashMap<String, byte[]>();
    seals.keys().forEach((id, key) -> keys.put(id, Base64.getDecoder().decode(key.reveal())));
    return SealKeys.of(seals.currentKey(), keys);
  }

  private static Optional<TenantBudget.Bound> rateLimit(Settings.Halo halo) {
    if (halo.calls() == 0) {
      return Optional.empty();
    }
    var calls = halo.calls() == Settings.Halo.LEARNED ? 0 : halo.calls();
    return Optional.of(new TenantBudget.Bound(calls, halo.window(), halo.percentForOthers()));
  }
}
