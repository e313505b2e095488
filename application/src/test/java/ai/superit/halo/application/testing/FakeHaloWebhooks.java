package ai.superit.halo.application.testing;

import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.application.webhook.HaloWebhooks;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.webhook.WebhookProblem;
import ai.superit.halo.domain.webhook.WebhookScheme;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Remembers what was registered, and what went wrong with it since; refuses when told to.
public final class FakeHaloWebhooks implements HaloWebhooks {
  /// One call.
  public record Registration(ConnectionId connection, URI address, WebhookScheme scheme) {}

  private record Hook(
      String id, ConnectionId connection, URI address, WebhookScheme scheme, Set<Integer> told) {}

  private final List<Registration> registrations = new ArrayList<>();
  private final Map<ConnectionId, Integer> made = new HashMap<>();
  private final List<Wanted> wanted = new ArrayList<>();
  private final List<Waiting> waiting = new ArrayList<>();
  private final List<Hook> hooks = new ArrayList<>();
  private final Set<WebhookProblem> problems = EnumSet.noneOf(WebhookProblem.class);
  private boolean refusing;
  private boolean openable = true;
  private boolean silent;
  private Runnable before = () -> {};
  private Runnable beforeLook = () -> {};
  private final Map<ConnectionId, Runnable> beforeRemoval = new HashMap<>();

  @Override
  public synchronized String register(ConnectionId connection, Wanted how, Waiting whoWaits) {
    waiting.add(whoWaits);
    before.run();
    requireWilling();
    registrations.add(new Registration(connection, how.address(), how.scheme()));
    wanted.add(how);
    var id = setUp(connection, how);
    problems.retainAll(Set.of(WebhookProblem.DUPLICATE));
    if (silent) {
      throw new HaloUnavailable(HaloUnavailable.Cause.UNREACHABLE, "The tenant did not answer.");
    }
    return id;
  }

  private String setUp(ConnectionId connection, Wanted how) {
    var before = find(connection, how);
    var told = before.map(Hook::told).map(HashSet::new).orElseGet(HashSet::new);
    told.removeAll(how.unwanted());
    told.addAll(how.events());
    var id = before.map(Hook::id).orElseGet(() -> freshId(connection));
    before.ifPresent(hooks::remove);
    hooks.add(new Hook(id, connection, how.address(), how.scheme(), told));
    return id;
  }

  private String freshId(ConnectionId connection) {
    var others = made.merge(connection, 1, Integer::sum) - 1;
    return "halo-" + connection + (others == 0 ? "" : "-" + others);
  }

  private Optional<Hook> find(ConnectionId connection, Wanted how) {
    var all = hooks.stream().filter(hook -> hook.connection().equals(connection)).toList();
    return all.stream()
        .filter(hook -> how.haloId().filter(hook.id()::equals).isPresent())
        .findFirst()
        .or(() -> all.stream().filter(hook -> hook.address().equals(how.address())).findFirst());
  }

  @Override
  public synchronized Look look(ConnectionId connection, Wanted how) {
    beforeLook.run();
    requireWilling();
    return find(connection, how)
        .map(hook -> look(hook, how))
        .orElseGet(() -> new Look(Set.of(WebhookProblem.MISSING), "", Set.of()));
  }

  private Look look(Hook hook, Wanted how) {
    var found = EnumSet.noneOf(WebhookProblem.class);
    found.addAll(problems);
    if (!hook.address().equals(how.address())) {
      found.add(WebhookProblem.WRONG_ADDRESS);
    }
    if (!isProvenBy(hook.scheme(), how.scheme())) {
      found.add(WebhookProblem.WRONG_SCHEME);
    }
    if (!hook.told().containsAll(how.events())) {
      found.add(WebhookProblem.EVENTS_MISSING);
    }
    var others = new HashSet<>(hook.told());
    others.removeAll(how.events());
    return new Look(found, "", others);
  }

  /// Secrets are not shown, and so not compared.
  private static boolean isProvenBy(WebhookScheme is, WebhookScheme wanted) {
    return switch (wanted) {
      case WebhookScheme.None _ -> true;
      case WebhookScheme.Basic(var user, _) ->
          is instanceof WebhookScheme.Basic basic && basic.user().equals(user);
      case WebhookScheme.HmacSha256(var header, _) ->
          is instanceof WebhookScheme.HmacSha256 signed && signed.header().equals(header);
      case WebhookScheme.HmacSha256Hex _,
          WebhookScheme.Bearer _,
          WebhookScheme.ApiKey _,
          WebhookScheme.StandardWebhooks _ ->
          false;
    };
  }

  @Override
  public synchronized void unregister(ConnectionId connection, URI address) {
    beforeRemoval.getOrDefault(connection, () -> {}).run();
    if (!openable) {
      throw new IllegalStateException("the secret cannot be opened");
    }
    requireWilling();
    registrations.removeIf(each -> each.address().equals(address));
    hooks.removeIf(each -> each.address().equals(address));
  }

  private void requireWilling() {
    if (refusing) {
      throw new HaloUnavailable(HaloUnavailable.Cause.FORBIDDEN, "The application lacks a right.");
    }
  }

  /// Makes what was registered go wrong behind our back.
  public synchronized void spoil(WebhookProblem problem) {
    problems.add(problem);
  }

  /// Runs at each registration, before it is done.
  public synchronized void before(Runnable action) {
    before = action;
  }

  /// Runs at each look, before it is done.
  public synchronized void beforeLook(Runnable action) {
    beforeLook = action;
  }

  /// Runs at each removal of the connection's webhook, before it is done.
  public synchronized void beforeRemoval(ConnectionId connection, Runnable action) {
    beforeRemoval.put(connection, action);
  }

  /// The secret with which to call cannot be opened any more.
  public synchronized void lose() {
    openable = false;
  }

  public synchronized void refuse(boolean refuses) {
    refusing = refuses;
  }

  /// Does what is asked, and does not say so.
  public synchronized void keepSilent() {
    silent = true;
  }

  public synchronized List<Registration> registrations() {
    return List.copyOf(registrations);
  }

  /// The numbers of all events that it tells of.
  public synchronized Set<Integer> told() {
    return hooks.stream().flatMap(hook -> hook.told().stream()).collect(Collectors.toSet());
  }

  /// Who waited for each registration.
  public synchronized List<Waiting> waiting() {
    return List.copyOf(waiting);
  }

  /// What each registration was to be like.
  public synchronized List<Wanted> wanted() {
    return List.copyOf(wanted);
  }
}
