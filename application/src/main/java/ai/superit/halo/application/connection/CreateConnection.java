package ai.superit.halo.application.connection;

import ai.superit.halo.application.Problem;
import ai.superit.halo.domain.connection.Capability;
import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.ConnectionStatus;
import ai.superit.halo.domain.connection.Grant;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.connection.TenantUrl;
import ai.superit.halo.domain.team.Caller;
import ai.superit.halo.domain.team.TeamId;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Creates a connection from what a manager typed. All that is wrong is reported at once.
public final class CreateConnection {
  /// As typed; empty where nothing was.
  public record Request(
      String managerTeam,
      String name,
      String tenantUrl,
      String authorisationUrl,
      String tenantName,
      String clientId,
      Secret clientSecret,
      Grant grant,
      Set<Capability> capabilities) {
    /// With the capabilities of a new connection.
    public Request(
        String managerTeam,
        String name,
        String tenantUrl,
        String authorisationUrl,
        String tenantName,
        String clientId,
        Secret clientSecret,
        Grant grant) {
      this(
          managerTeam,
          name,
          tenantUrl,
          authorisationUrl,
          tenantName,
          clientId,
          clientSecret,
          grant,
          Capability.ALL);
    }
  }

  public sealed interface Outcome {
    record Created(Connection connection) implements Outcome {}

    record Rejected(List<Problem> problems) implements Outcome {}
  }

  private static final int MAX_CREDENTIAL = 500;

  private final Connections connections;
  private final DiscoverTenant discovering;
  private final TenantUrl.Rules rules;
  private final InstantSource clock;

  public CreateConnection(
      Connections connections,
      DiscoverTenant discovering,
      TenantUrl.Rules rules,
      InstantSource clock) {
    this.connections = connections;
    this.discovering = discovering;
    this.rules = rules;
    this.clock = clock;
  }

  /// Only a manager may; what anybody else asks is answered by the edge.
  public Outcome create(Caller manager, Request request) {
    var problems = new ArrayList<Problem>();
    var team = read("managerTeam", problems, () -> managerTeam(manager, request.managerTeam()));
    var name = read("name", problems, () -> Connection.checkedName(request.name()));
    var tenant = read("tenantUrl", problems, () -> TenantUrl.parse(request.tenantUrl(), rules));
    var authorisation =
        read("authorisationUrl", problems, () -> authorisation(tenant, request.authorisationUrl()));
    var tenantName = read("tenantName", problems, () -> tenantName(request.tenantName()));
    var clientId = read("clientId", problems, () -> credential(request.clientId()));
    var secret = read("clientSecret", problems, () -> secret(request));
    if (request.capabilities().isEmpty()) {
      problems.add(
          new Problem(
              "capabilities", Problem.Code.INVALID, "is empty: leave it out, or name some"));
    }
    if (!problems.isEmpty()) {
      return new Outcome.Rejected(List.copyOf(problems));
    }
    var now = clock.instant();
    var connection =
        new Connection(
            ConnectionId.random(),
            team.orElseThrow(),
            name.orElseThrow(),
            new Connection.Endpoint(
                tenant.orElseThrow(),
                authorisation.orElseThrow(),
                tenantName.orElseThrow(),
                clientId.orElseThrow(),
                request.grant(),
                request.capabilities()),
            first(request.grant(), now),
            now);
    return connections.create(connection, new Secret(secret.orElseThrow()))
        ? new Outcome.Created(discovered(manager, connection))
        : new Outcome.Rejected(
            List.of(
                new Problem(
                    "name", Problem.Code.TAKEN, "is taken by another connection: choose another")));
  }

  /// The connection stays as it was entered where the tenant shows nothing better.
  private Connection discovered(Caller manager, Connection entered) {
    return discovering
        .discover(entered.id())
        .flatMap(_ -> connections.find(manager.visibility(), entered.id()))
        .orElse(entered);
  }

  private static <T> Optional<T> read(String field, List<Problem> problems, Supplier<T> reading) {
    try {
      return Optional.of(reading.get());
    } catch (IllegalArgumentException wrong) {
      problems.add(new Problem(field, Problem.Code.INVALID, String.valueOf(wrong.getMessage())));
      return Optional.empty();
    }
  }

  private static TeamId managerTeam(Caller manager, String typed) {
    if (typed.isEmpty()) {
      if (manager.teams().size() > 1) {
        throw new IllegalArgumentException(
            "is needed, because you belong to several manager teams");
      }
      return manager.teams().iterator().next();
    }
    var team = new TeamId(typed);
    if (!manager.teams().contains(team)) {
      throw new IllegalArgumentException("is not one of your manager teams");
    }
    return team;
  }

  private URI authorisation(Optional<TenantUrl> tenant, String typed) {
    return typed.isBlank()
        ? tenant.map(TenantUrl::defaultAuthorisation).orElse(URI.create("https://invalid"))
        : TenantUrl.parseAuthorisation(typed, rules);
  }

  private static String tenantName(String typed) {
    var name = typed.strip();
    if (!name.matches("[A-Za-z0-9_.-]{0,100}")) {
      throw new IllegalArgumentException(
          "has at most 100 letters, digits, dots, dashes or underscores: copy it from Halo's API"
              + " Details");
    }
    return name;
  }

  private static ConnectionStatus first(Grant grant, Instant now) {
    return switch (grant) {
      case CLIENT_CREDENTIALS -> new ConnectionStatus(ConnectionStatus.State.NEW, "", now);
      case AUTHORIZATION_CODE -> ConnectionStatus.needsAuthorization(now);
    };
  }

  /// Halo's native applications have none.
  private static String secret(Request request) {
    var typed = request.clientSecret().reveal();
    return request.grant() == Grant.AUTHORIZATION_CODE && typed.isBlank() ? "" : credential(typed);
  }

  static String credential(String typed) {
    var text = typed.strip();
    if (text.isEmpty()) {
      throw new IllegalArgumentException("is empty: copy it from the application in Halo");
    }
    if (text.length() > MAX_CREDENTIAL || text.chars().anyMatch(c -> c <= 0x20 || c > 0x7e)) {
      throw new IllegalArgumentException(
          "has at most " + MAX_CREDENTIAL + " visible ASCII characters: copy it again from Halo");
    }
    return text;
  }
}
