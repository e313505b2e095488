package ai.superit.halo.application.webhook;

import ai.superit.halo.application.StoreUnavailable;
import ai.superit.halo.application.Uninterrupted;
import ai.superit.halo.application.connection.Connections;
import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.connection.TenantUrl;
import ai.superit.halo.domain.team.Caller;
import ai.superit.halo.domain.webhook.AcceptedSchemes;
import ai.superit.halo.domain.webhook.WebhookScheme;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/// Sets up the webhook of a connection in Halo, with a secret of its own, and replaces that.
public final class RegisterWebhook {
  public sealed interface Outcome {
    record Registered(URI address) implements Outcome {}

    record ConnectionUnknown() implements Outcome {}

    /// @param reason why the connection is not in a state for this, and what to do
    record NotPossible(String reason) implements Outcome {}

    /// @param reason what Halo refused and what to do
    record Refused(String reason) implements Outcome {}
  }

  /// How long a former secret may count at most.
  public static final Duration LONGEST_OVERLAP = Duration.ofDays(7);

  /// The header that carries the signature.
  public static final String SIGNATURE_HEADER = "X-Halo-Signature";

  private static final int SECRET_BYTES = 32;

  private static final Outcome NOT_SET_UP =
      new Outcome.NotPossible("has no webhook yet; set it up with registerWebhook");

  private static final Outcome SET_UP_BY_HAND =
      new Outcome.NotPossible(
          "has a webhook that was set up by hand; give its new secret to setWebhookScheme");

  private static final Outcome UNREADABLE =
      new Outcome.NotPossible(
          "has a webhook whose secret this instance cannot open, because the key that sealed it is"
              + " not among its secrets.keys: give all instances the same keys and start them"
              + " again. If that key is lost, choose a new secret with setWebhookScheme and"
              + " overlapHours 0");

  private static final Outcome BEING_CHANGED =
      new Outcome.NotPossible("has a webhook that is just being changed; try again later");

  /// How long a secret counts that Halo may have taken although it did not say so.
  private static final Duration UNCERTAIN = Duration.ofDays(1);

  /// Who has not ended a change by then was killed.
  private static final Duration LONGEST_CHANGE = Duration.ofMinutes(5);

  /// What a call may take that had to wait until the last moment.
  private static final Duration LAST_CALL = Duration.ofMinutes(1);

  /// How long a person's calls may wait, so that the answer comes before the request is broken off,
  /// and says what Halo has taken.
  private static final Duration PERSON_WAITS = Duration.ofSeconds(40);

  /// A change that nobody else makes one beside.
  ///
  /// @param lane the one of who waits for it
  /// @param until when its calls may wait to be made
  private record Turn(Lane lane, Instant until) {}

  private final Connections connections;
  private final WebhookSchemes schemes;
  private final WebhookWatch watch;
  private final HaloWebhooks webhooks;
  private final URI publicBase;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  /// @param publicBase the address under which Halo reaches this service, without a trailing slash
  public RegisterWebhook(
      Connections connections,
      WebhookSchemes schemes,
      WebhookWatch watch,
      HaloWebhooks webhooks,
      URI publicBase,
      InstantSource clock) {
    this.connections = connections;
    this.schemes = schemes;
    this.watch = watch;
    this.webhooks = webhooks;
    this.publicBase = publicBase;
    this.clock = clock;
  }

  /// Where Halo is to post the connection's events.
  public URI address(ConnectionId connection) {
    return address(publicBase, connection);
  }

  public static URI address(URI publicBase, ConnectionId connection) {
    return URI.create(publicBase + "/webhooks/halo/" + connection);
  }

  /// Keeps the secret of an earlier registration, so that deliveries under way stay authentic.
  public Outcome register(Caller manager, ConnectionId id) {
    return alone(manager, id, turn -> register(id, turn));
  }

  private Outcome register(ConnectionId id, Turn turn) {
    return unreachable(id).or(() -> unreadable(id)).orElseGet(() -> registerReachable(id, turn));
  }

  /// What stands in the way if nobody can tell here which secret counts: to replace it would refuse
  /// deliveries that prove themselves by it.
  ///
  /// @return empty if this instance can open the present scheme, or there is none
  Optional<Outcome> unreadable(ConnectionId id) {
    return schemes.stored(id).isEmpty() && isUnreadable(id)
        ? Optional.of(UNREADABLE)
        : Optional.empty();
  }

  /// As far as is known without asking the store.
  boolean isUnreadable(ConnectionId id) {
    return schemes.unreadable().contains(id);
  }

  private Outcome registerReachable(ConnectionId id, Turn turn) {
    var scheme = present(id).orElseGet(() -> newScheme(id));
    if (!HaloWebhooks.canUse(scheme)) {
      return new Outcome.Refused(
          "HaloPSA cannot send what this connection's deliveries must prove themselves by; choose"
              + " HMAC_SHA256 or BASIC with setWebhookScheme, or go on setting it up by hand");
    }
    return sent(id, scheme, turn);
  }

  /// Gives Halo a new secret for the webhook that [#register] set up. The new one counts before
  /// Halo has it, and the former one until the overlap ends, so that no delivery is refused. If
  /// Halo does not take it, the present one stays and the new one counts for a day, since Halo may
  /// have taken it all the same; try again.
  ///
  /// @param overlap from nothing to [#LONGEST_OVERLAP]
  public Outcome rotate(Caller manager, ConnectionId id, Duration overlap) {
    requireOverlap(overlap);
    return alone(manager, id, turn -> rotate(id, overlap, turn));
  }

  private Outcome rotate(ConnectionId id, Duration overlap, Turn turn) {
    var before = schemes.stored(id);
    if (before.isEmpty()) {
      return unreadable(id).orElse(NOT_SET_UP);
    }
    return unreachable(id)
        .or(() -> leftToPeople(id))
        .orElseGet(() ->
            next(before.get().present())
                .map(next -> rotate(id, before.get(), next, overlap, turn))
                .orElse(SET_UP_BY_HAND));
  }

  /// A secret alone makes no webhook of this service: a person may have it, or HaloPSA refused it.
  private Optional<Outcome> leftToPeople(ConnectionId id) {
    var watched = watch.watched(id);
    return watched.automatic()
        ? Optional.empty()
        : Optional.of(watched.since().isPresent() ? SET_UP_BY_HAND : NOT_SET_UP);
  }

  private Optional<WebhookScheme> next(WebhookScheme present) {
    return switch (present) {
      case WebhookScheme.HmacSha256(var header, _) ->
          Optional.of(new WebhookScheme.HmacSha256(header, newSecret()));
      case WebhookScheme.Basic(var user, _) ->
          Optional.of(new WebhookScheme.Basic(user, newSecret()));
      case WebhookScheme.None _,
          WebhookScheme.HmacSha256Hex _,
          WebhookScheme.Bearer _,
          WebhookScheme.ApiKey _,
          WebhookScheme.StandardWebhooks _ ->
          Optional.empty();
    };
  }

  private Outcome rotate(
      ConnectionId id, AcceptedSchemes before, WebhookScheme next, Duration overlap, Turn turn) {
    if (!isCertain(before)) {
      var again = sent(id, before.present(), turn);
      if (!(again instanceof Outcome.Registered)) {
        return again;
      }
    }
    schemes.save(id, before.also(next, clock.instant().plus(UNCERTAIN)));
    var outcome = sent(id, next, turn);
    if (outcome instanceof Outcome.Registered) {
      var now = clock.instant();
      schemes.save(id, before.replacedBy(next, now, now.plus(overlap)));
    }
    return outcome;
  }

  /// Whether Halo is known to have the present scheme. It may as well have the one beside it, which
  /// the next one would take the place of.
  private boolean isCertain(AcceptedSchemes before) {
    var now = clock.instant();
    return before.beside().filter(other -> other.counts(now)).isEmpty();
  }

  /// A tenant on this machine, which there is in development only, reaches what others cannot.
  ///
  /// @return why HaloPSA cannot post to this service; empty if it can as far as its address tells
  Optional<Outcome> unreachable(ConnectionId id) {
    if (isPublic(publicBase)
        || connections.living().stream()
            .filter(connection -> connection.id().equals(id))
            .anyMatch(connection ->
                TenantUrl.isLoopback(connection.endpoint().tenant().uri().getHost()))) {
      return Optional.empty();
    }
    return Optional.of(
        new Outcome.NotPossible(
            ("cannot have a webhook, because HaloPSA does not reach %s: set server.public-url to"
                    + " the https address under which this service is reached from the Internet")
                .formatted(publicBase)));
  }

  private static boolean isPublic(URI base) {
    return "https".equals(base.getScheme()) && !TenantUrl.isLoopback(base.getHost());
  }

  private Outcome sent(ConnectionId id, WebhookScheme scheme, Turn turn) {
    return sent(id, wanted(id, scheme), turn);
  }

  private Outcome sent(ConnectionId id, HaloWebhooks.Wanted wanted, Turn turn) {
    var atMost = Duration.between(clock.instant(), turn.until());
    try {
      var haloId = webhooks.register(id, wanted, new HaloWebhooks.Waiting(turn.lane(), atMost));
      watch.registered(id, haloId, clock.instant());
      watch.removed(id, wanted.unwanted());
      return new Outcome.Registered(address(id));
    } catch (HaloUnavailable refused) {
      return new Outcome.Refused(String.valueOf(refused.getMessage()));
    }
  }

  /// How the webhook is to be; empty if this service cannot set it up.
  Optional<HaloWebhooks.Wanted> wanted(ConnectionId id) {
    return present(id).filter(HaloWebhooks::canUse).map(scheme -> wanted(id, scheme));
  }

  private Optional<WebhookScheme> present(ConnectionId id) {
    return schemes.stored(id).map(AcceptedSchemes::present);
  }

  private HaloWebhooks.Wanted wanted(ConnectionId id, WebhookScheme scheme) {
    var watched = watch.watched(id);
    return HaloWebhooks.Wanted.of(watched.haloId(), address(id), scheme, watched.events())
        .without(watch.unwanted(id));
  }

  /// Sets up again what was set up before, with the same secret.
  ///
  /// @param unwanted numbers of events that it told of before
  /// @param lane of who waits for it
  Outcome again(ConnectionId id, Set<Integer> unwanted, Lane lane) {
    return whileLiving(
        id,
        lane,
        turn ->
            unreachable(id)
                .or(() -> unreadable(id))
                .or(() -> wanted(id).map(wanted -> sent(id, wanted.without(unwanted), turn)))
                .orElseGet(() ->
                    new Outcome.NotPossible(
                        "has a webhook that HaloPSA cannot send; call registerWebhook")));
  }

  /// Chooses how deliveries must prove themselves from now on, for a webhook that somebody sets up
  /// by hand; the scheme before counts until the overlap ends.
  ///
  /// @param overlap from nothing to [#LONGEST_OVERLAP]
  public Outcome expect(Caller manager, ConnectionId id, WebhookScheme scheme, Duration overlap) {
    requireOverlap(overlap);
    return alone(manager, id, _ -> expect(id, scheme, overlap));
  }

  private Outcome expect(ConnectionId id, WebhookScheme scheme, Duration overlap) {
    var unreadable = overlap.isZero() ? Optional.<Outcome>empty() : unreadable(id);
    return unreadable.orElseGet(() -> expectReadable(id, scheme, overlap));
  }

  private Outcome expectReadable(ConnectionId id, WebhookScheme scheme, Duration overlap) {
    var now = clock.instant();
    schemes.save(
        id,
        schemes
            .stored(id)
            .map(before -> before.replacedBy(scheme, now, now.plus(overlap)))
            .orElseGet(() -> AcceptedSchemes.only(scheme)));
    watch.leftToPeople(id, now);
    return new Outcome.Registered(address(id));
  }

  /// One change of a connection at a time, so that Halo and the store end up with the same secret.
  private Outcome alone(Caller manager, ConnectionId id, Function<Turn, Outcome> change) {
    if (connections.findLiving(manager.visibility(), id).isEmpty()) {
      return new Outcome.ConnectionUnknown();
    }
    return whileLiving(id, Lane.PERSON, change);
  }

  /// Whoever deletes the connection takes a turn, too. If that came before this one, it is seen
  /// now; if it comes after, what is set up now is removed then.
  private Outcome whileLiving(ConnectionId id, Lane lane, Function<Turn, Outcome> change) {
    return inTurn(
            id,
            until -> {
              var end = lane == Lane.PERSON ? clock.instant().plus(PERSON_WAITS) : until;
              return isLiving(id)
                  ? change.apply(new Turn(lane, end))
                  : new Outcome.ConnectionUnknown();
            })
        .orElse(BEING_CHANGED);
  }

  private boolean isLiving(ConnectionId id) {
    return connections.living().stream().anyMatch(connection -> connection.id().equals(id));
  }

  /// Does what nobody is to change the webhook in the midst of.
  ///
  /// @return whether it was done; false if the webhook is just being changed
  public boolean whileNobodyChanges(ConnectionId id, Runnable work) {
    return inTurn(
            id,
            _ -> {
              work.run();
              return true;
            })
        .isPresent();
  }

  /// @param change is told until when its calls may wait to be made
  /// @return empty if the webhook is just being changed
  private <T> Optional<T> inTurn(ConnectionId id, Function<Instant, T> change) {
    var now = clock.instant();
    var turn = UUID.randomUUID();
    if (!watch.beginChange(id, turn, now, now.plus(LONGEST_CHANGE))) {
      return Optional.empty();
    }
    try {
      return Optional.of(change.apply(now.plus(LONGEST_CHANGE).minus(LAST_CALL)));
    } finally {
      end(id, turn);
    }
  }

  /// What became of the change counts, whether others have to wait or not. One that was broken off
  /// gives its turn back, too.
  private void end(ConnectionId id, UUID turn) {
    try {
      Uninterrupted.run(() -> watch.endChange(id, turn));
    } catch (StoreUnavailable _) {
      // others wait until its time is over
    }
  }

  private static void requireOverlap(Duration overlap) {
    if (overlap.isNegative() || overlap.compareTo(LONGEST_OVERLAP) > 0) {
      throw new IllegalArgumentException(overlap + " is not an overlap of up to seven days");
    }
  }

  private WebhookScheme newScheme(ConnectionId id) {
    var scheme = new WebhookScheme.HmacSha256(SIGNATURE_HEADER, newSecret());
    schemes.save(id, scheme);
    return scheme;
  }

  Secret newSecret() {
    var bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    return new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }
}
