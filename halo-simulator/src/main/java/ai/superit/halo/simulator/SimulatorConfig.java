package ai.superit.halo.simulator;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Everything that a simulated tenant is made from. Immutable; start from [#builder()] and change
/// what matters.
public final class SimulatorConfig {
  private final Builder values;

  private SimulatorConfig(Builder values) {
    this.values = values;
  }

  public static Builder builder() {
    return new Builder();
  }

  /// What a stand-alone simulator uses: a fixed port, the standard scale and rate limit.
  public static Builder standalone() {
    return new Builder().port(8089).rateLimit(RateLimit.standard());
  }

  public int port() {
    return values.port;
  }

  public String bindAddress() {
    return values.bindAddress;
  }

  public long seed() {
    return values.seed;
  }

  public Scale scale() {
    return values.scale;
  }

  public String clientId() {
    return values.clientId;
  }

  public String clientSecret() {
    return values.clientSecret;
  }

  public String tenant() {
    return values.tenant;
  }

  /// Where the application may send a browser back to; compared character by character.
  public Set<String> redirectUris() {
    return values.redirectUris;
  }

  public RateLimit rateLimit() {
    return values.rateLimit;
  }

  public Quirks quirks() {
    return values.quirks;
  }

  public Installation installation() {
    return values.installation;
  }

  /// The waits before each further attempt of a failed delivery.
  public List<Duration> retries() {
    return values.retries;
  }

  public Duration tokenLifetime() {
    return values.tokenLifetime;
  }

  public InstantSource clock() {
    return values.clock;
  }

  /// The moment at which the generated data end.
  public Instant epoch() {
    return values.epoch.orElseGet(() -> values.clock.instant().truncatedTo(ChronoUnit.DAYS));
  }

  public Optional<Path> stateFile() {
    return values.stateFile;
  }

  /// Collects the settings; every one has a default that suits tests.
  public static final class Builder {
    private int port;
    private String bindAddress = "127.0.0.1";
    private long seed = 20_260_302;
    private Scale scale = Scale.standard();
    private String clientId = "5f1d2a64-3c0e-4b52-9a55-8f2f6f3f7d10";
    private String clientSecret =
        "0c9c2f0e-71c3-4b0f-8f0a-2f6f5a1f9d11-7a1b0f7d-6a52-4c83-9d0c-51b1b0f6a2e7";
    private String tenant = "simulated";
    private Set<String> redirectUris = Set.of();
    private RateLimit rateLimit = RateLimit.standard();
    private Quirks quirks = Quirks.defaults();
    private Installation installation = Installation.HOSTED;
    private List<Duration> retries =
        List.of(
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofMinutes(2));
    private Duration tokenLifetime = Duration.ofHours(1);
    private InstantSource clock = InstantSource.system();
    private Optional<Instant> epoch = Optional.empty();
    private Optional<Path> stateFile = Optional.empty();

    private Builder() {}

    /// The port to listen on; 0 takes any free one.
    public Builder port(int changed) {
      port = changed;
      return this;
    }

    public Builder bindAddress(String changed) {
      bindAddress = changed;
      return this;
    }

    /// The same seed, scale and epoch give the same data.
    public Builder seed(long changed) {
      seed = changed;
      return this;
    }

    public Builder scale(Scale changed) {
      scale = changed;
      return this;
    }

    public Builder credentials(String id, String secret) {
      clientId = id;
      clientSecret = secret;
      return this;
    }

    public Builder tenant(String changed) {
      tenant = changed;
      return this;
    }

    public Builder redirectUris(Set<String> changed) {
      redirectUris = Set.copyOf(changed);
      return this;
    }

    public Builder rateLimit(RateLimit changed) {
      rateLimit = changed;
      return this;
    }

    public Builder quirks(Quirks changed) {
      quirks = changed;
      return this;
    }

    public Builder installation(Installation changed) {
      installation = changed;
      return this;
    }

    public Builder retries(List<Duration> changed) {
      retries = List.copyOf(changed);
      return this;
    }

    public Builder tokenLifetime(Duration changed) {
      tokenLifetime = changed;
      return this;
    }

    public Builder clock(InstantSource changed) {
      clock = changed;
      return this;
    }

    /// The moment at which the generated data end; the start of today unless set.
    public Builder epoch(Instant changed) {
      epoch = Optional.of(changed);
      return this;
    }

    /// Keeps changes, and the epoch, in this file, so that a later start continues with them.
    public Builder stateFile(Path changed) {
      stateFile = Optional.of(changed);
      return this;
    }

    public SimulatorConfig build() {
      return new SimulatorConfig(copy());
    }

    private Builder copy() {
      var copy = new Builder();
      copy.port = port;
      copy.bindAddress = bindAddress;
      copy.seed = seed;
      copy.scale = scale;
      copy.clientId = clientId;
      copy.clientSecret = clientSecret;
      copy.tenant = tenant;
      copy.redirectUris = redirectUris;
      copy.rateLimit = rateLimit;
      copy.quirks = quirks;
      copy.installation = installation;
      copy.retries = retries;
      copy.tokenLifetime = tokenLifetime;
      copy.clock = clock;
      copy.epoch = epoch;
      copy.stateFile = stateFile;
      return copy;
    }
  }
}
