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
import java.util.Set;

/// Remembers what was registered, and what went wrong with it since; refuses when told to.
public final class FakeHaloWebhooks implements HaloWebhooks {
  /// One call.
  public record Registration(ConnectionId connection, URI address, WebhookScheme scheme) {}

  private final List<Registration> registrations = new ArrayList<>();
  private final List<Wanted> wanted = new ArrayList<>();
  private final List<Waiting> waiting = new ArrayList<>();
  private final Set<Integer> told = new HashSet<>();
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
    told.removeAll(how.unwanted());
    told.addAll(how.events());
    problems.retainAll(Set.of(WebhookProblem.DUPLICATE));
    if (silent) {
      throw new HaloUnavailable(HaloUnavailable.Cause.UNREACHABLE, "The tenant did not answer.");
    }
    return "halo-" + connection;
  }

  @Override
  public synchronized Look look(ConnectionId connection, Wanted how) {
    beforeLook.run();
    requireWilling();
    var others = new HashSet<>(told);
    others.removeAll(how.events());
    return new Look(problems, "", others);
  }

  @Override
  public synchronized void unregister(ConnectionId connection, URI address) {
    beforeRemoval.getOrDefault(connection, () -> {}).run();
    if (!openable) {
      throw new IllegalStateException("the secret cannot be opened");
    }
    requireWilling();
    registrations.removeIf(each -> each.address().equals(address));
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
    return Set.copyOf(told);
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
