package ai.superit.halo.bootstrap;

import ai.superit.halo.simulator.HaloSimulator;
import ai.superit.halo.simulator.Installation;
import ai.superit.halo.simulator.RateLimit;
import ai.superit.halo.simulator.Scale;
import ai.superit.halo.simulator.SimulatorConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "simulate",
    description = "Runs the simulated HaloPSA tenant alone, for any client of the HaloPSA API.",
    mixinStandardHelpOptions = true)
final class SimulateCommand implements Callable<Integer> {
  @Option(names = "--port", description = "port to listen on (default: ${DEFAULT-VALUE})")
  private int port = 8089;

  @Option(
      names = "--scale",
      description = "multiplies the 5,000 tickets and all else (default: ${DEFAULT-VALUE})")
  private int scale = 1;

  @Option(names = "--seed", description = "the same seed gives the same data on the same day")
  private long seed = 20_260_302;

  @Option(
      names = "--calls",
      description = "calls allowed in the window, 0 for no limit (default: ${DEFAULT-VALUE})")
  private int calls = 300;

  @Option(
      names = "--window",
      description = "seconds of the rolling window of --calls (default: ${DEFAULT-VALUE})")
  private int windowSeconds = 300;

  @Option(
      names = "--changes",
      description = "how many tickets change each second (default: ${DEFAULT-VALUE})")
  private double changes;

  @Option(names = "--state", description = "file that keeps changes for the next start")
  private @Nullable Path state;

  @Option(
      names = "--installation",
      description = "how signing in is installed: ${COMPLETION-CANDIDATES} (default: HOSTED)")
  private Installation installation = Installation.HOSTED;

  @Option(
      names = "--redirect-uri",
      description =
          "where consent may send a browser back to, character by character; may be repeated")
  private Set<String> redirectUris = Set.of();

  @Override
  public Integer call() throws InterruptedException {
    var config = config();
    var stop = new CountDownLatch(1);
    try (var simulator = HaloSimulator.start(config)) {
      Runtime.getRuntime().addShutdownHook(new Thread(stop::countDown));
      if (changes > 0) {
        simulator.control().live(changes);
      }
      System.out.printf(
          """
          Simulated HaloPSA tenant
            tenant URL     %s
            tenant name    %s
            client id      %s
            client secret  %s
            control        %s
          Ctrl-C ends it.
          """,
          simulator.uri(),
          config.tenant(),
          config.clientId(),
          config.clientSecret(),
          simulator.controlUri());
      stop.await();
    }
    return 0;
  }

  /// @throws Failures.Refused if an option is out of its bounds
  SimulatorConfig config() {
    if (scale < 1 || scale > 200) {
      throw new Failures.Refused("--scale must be from 1 to 200");
    }
    if (calls < 0 || windowSeconds < 1) {
      throw new Failures.Refused("--calls must be at least 0 and --window at least 1");
    }
    var builder =
        SimulatorConfig.standalone()
            .port(port)
            .seed(seed)
            .scale(Scale.standard().times(scale))
            .installation(installation)
            .redirectUris(redirectUris)
            .rateLimit(new RateLimit(calls, Duration.ofSeconds(windowSeconds)));
    return (state == null ? builder : builder.stateFile(state)).build();
  }
}
