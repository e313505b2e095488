package ai.superit.halo.bootstrap;

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

  private static Optional<PersistenceConfig.RateLimit> rateLimit(Settings.Halo halo) {
    return halo.calls() == 0
        ? Optional.empty()
        : Optional.of(new PersistenceConfig.RateLimit(halo.calls(), halo.window()));
  }
}
