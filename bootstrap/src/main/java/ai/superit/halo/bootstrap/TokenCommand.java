package ai.superit.halo.bootstrap;

import ai.superit.halo.domain.team.Caller;
import ai.superit.halo.domain.team.TeamId;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "token",
    description = {
      "Prints a token for development, or a new key for the stored secrets.",
      "Tokens are signed by a key in the folder --keys, whose jwks.json the service is given as"
          + " tokens.jwks."
    },
    mixinStandardHelpOptions = true)
final class TokenCommand implements Callable<Integer> {
  @ArgGroup(multiplicity = "1")
  private What what = new What();

  @Option(
      names = "--team",
      description = "a team of the caller: for a manager a manager team; may be given again")
  private Set<String> teams = Set.of();

  @Option(names = "--subject", description = "who the caller is (default: ${DEFAULT-VALUE})")
  private String subject = "developer";

  @Option(
      names = "--hours",
      description = "how long the token is valid (default: ${DEFAULT-VALUE})")
  private int hours = 12;

  @Option(names = "--keys", description = "folder of the signing key (default: ${DEFAULT-VALUE})")
  private Path keys = Path.of(".superit", "keys");

  /// Either a token for a role, or a key.
  static final class What {
    @Option(names = "--role", description = "manager, agent or assistant")
    private Caller.Role role = Caller.Role.AGENT;

    @Option(names = "--key", description = "print 32 random bytes for secrets.keys instead")
    private boolean key;
  }

  @Override
  public Integer call() {
    if (what.key) {
      var bytes = new byte[32];
      new SecureRandom().nextBytes(bytes);
      System.out.println(Base64.getEncoder().encodeToString(bytes));
      return 0;
    }
    if (teams.isEmpty()) {
      throw new Failures.Refused("--team is missing: a caller belongs to at least one team");
    }
    if (hours < 1 || hours > 24 * 365) {
      throw new Failures.Refused("--hours must be from 1 to 8760");
    }
    var ids = teams.stream().map(TokenCommand::team).collect(Collectors.toSet());
    System.out.println(
        DevelopmentIssuer.in(keys).token(subject, what.role, ids, Duration.ofHours(hours)));
    return 0;
  }

  private static TeamId team(String id) {
    try {
      return new TeamId(id);
    } catch (IllegalArgumentException wrong) {
      throw new Failures.Refused("--team: " + wrong.getMessage(), wrong);
    }
  }
}
