package ai.superit.halo.halo;

import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.application.connection.HaloUnavailable.Cause;
import ai.superit.halo.application.sync.UnreadableRecord;
import ai.superit.halo.egress.PrivateAddress;
import java.net.UnknownHostException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/// Says in words what a tenant did wrong and what to do about it. Nothing that a foreign host sent
/// is repeated.
final class Failures {
  private Failures() {}

  static HaloUnavailable ofStatus(Call call, int status) {
    return switch (status) {
      case 401 ->
          new HaloUnavailable(
              Cause.UNAUTHORIZED,
              call.name()
                  + " refused a fresh access token (401): check that the Halo application is"
                  + " active and logs in as an agent.");
      case 403 ->
          new HaloUnavailable(
              Cause.FORBIDDEN, "%s is forbidden (403): %s.".formatted(call.name(), right(call)));
      case 404 ->
          new HaloUnavailable(
              Cause.NOT_HALO,
              call.name()
                  + " was not found (404): check the tenant address, there is no Halo API at it.");
      case 429 ->
          new HaloUnavailable(
              Cause.RATE_LIMITED,
              call.name()
                  + " was refused again and again for too many calls (429): see what else uses"
                  + " this tenant's API.");
      default -> ofStatusClass(call, status);
    };
  }

  private static HaloUnavailable ofStatusClass(Call call, int status) {
    if (status >= 500) {
      return new HaloUnavailable(
          Cause.SERVER_ERROR,
          "%s ended with Halo's server error %d: try again later.".formatted(call.name(), status));
    }
    if (status >= 300 && status < 400) {
      return new HaloUnavailable(
          Cause.NOT_HALO,
          "%s was answered with a redirect (%d), which is not followed: enter the tenant's final"
                  .formatted(call.name(), status)
              + " address.");
    }
    return new HaloUnavailable(
        Cause.REFUSED,
        "%s was refused by Halo as wrong (%d): call diagnoseConnection; if all passes there,"
                .formatted(call.name(), status)
            + " HaloPSA's API has changed, and this service needs a newer version.");
  }

  static HaloUnavailable webPage(Call call) {
    return new HaloUnavailable(
        Cause.NOT_HALO,
        call.name()
            + " was answered with a web page: check that the address is that of a Halo tenant's"
            + " API.");
  }

  static HaloUnavailable brokenJson(Call call) {
    return new HaloUnavailable(
        Cause.NOT_HALO,
        call.name() + " was not answered with JSON: check that the address is a Halo tenant's.");
  }

  static HaloUnavailable strangeJson(String name, String expectation) {
    return new HaloUnavailable(
        Cause.NOT_HALO,
        name
            + " was answered with JSON that Halo does not send, "
            + expectation
            + " is missing: call diagnoseConnection, and check that the address is a Halo tenant's.");
  }

  static UnreadableRecord unreadable(String name, String flaw) {
    return new UnreadableRecord(
        "%s was answered with a record that cannot be read: %s.".formatted(name, flaw), flaw);
  }

  static HaloUnavailable tooLong(Call call, int limit) {
    return new HaloUnavailable(
        Cause.NOT_HALO,
        "%s was answered with more than %d bytes: call diagnoseConnection to see whether it is"
                .formatted(call.name(), limit)
            + " Halo that answers. If it is, find the record that is so large and shorten it there, or"
            + " leave it out by a narrower scope (saveAndSync).");
  }

  static HaloUnavailable timedOut(Call call, long seconds) {
    return new HaloUnavailable(
        Cause.UNREACHABLE,
        "%s was not answered within %d seconds: check the network and the load of the tenant."
                .formatted(call.name(), seconds)
            + " What is read is tried again by itself.");
  }

  /// Of several calls that somebody waits for.
  static HaloUnavailable tooSlow() {
    return new HaloUnavailable(
        Cause.UNREACHABLE,
        "HaloPSA answers so slowly that what you asked for was not done in time: check the network"
            + " and the load of the tenant, and try again.");
  }

  /// What the state of a connection says of an outage.
  static String inARow(FailedCalls.Series series, HaloUnavailable last) {
    var cause =
        last.reason() == Cause.SERVER_ERROR
            ? "HaloPSA is out of order or being upgraded."
            : "HaloPSA, or the network on the way to it, is out of order.";
    return "%d calls in a row have failed. The last: %s %s Calls go on by themselves, ever more"
            .formatted(series.calls(), last.getMessage(), cause)
        + " rarely; if it lasts, diagnoseConnection looks closer.";
  }

  static HaloUnavailable interrupted(Call call) {
    return new HaloUnavailable(
        Cause.UNREACHABLE,
        call.name() + " was given up because this service stops: it is done after the next start.");
  }

  static HaloUnavailable needsAuthorization() {
    return new HaloUnavailable(
        Cause.UNAUTHORIZED,
        "Nobody has authorised this connection, or Halo has withdrawn it: let a manager authorise"
            + " it in a browser.");
  }

  /// Mostly because whoever renews it waits for the budget.
  static HaloUnavailable renewalStuck() {
    return new HaloUnavailable(
        Cause.RATE_LIMITED, "The access token was not renewed in time: try again in a minute.");
  }

  /// @param failure of a call after the one that made the webhook what it is to be
  static HaloUnavailable halfSetUp(HaloUnavailable failure) {
    return new HaloUnavailable(
        failure.reason(),
        "HaloPSA has taken the webhook, but maybe not all of its events, so do it once more: "
            + failure.getMessage(),
        failure);
  }

  static HaloUnavailable gone() {
    return new HaloUnavailable(
        Cause.REFUSED, "The connection was deleted meanwhile: there is nothing left to do.");
  }

  static HaloUnavailable broken(Call call, Throwable failure) {
    var host = call.address().getHost();
    var causes = Stream.iterate(failure, cause -> cause != null, Throwable::getCause).limit(10);
    var message =
        causes
            .map(cause -> reason(cause, host))
            .filter(text -> !text.isEmpty())
            .findFirst()
            .orElse(
                "The connection to %s failed or was cut: check the tenant address and the network."
                    .formatted(host));
    return new HaloUnavailable(Cause.UNREACHABLE, call.name() + ": " + message, failure);
  }

  private static String reason(Throwable cause, String host) {
    return switch (cause) {
      case PrivateAddress _ ->
          "The name %s leads to an address that is not public: check it, or name it in"
                  .formatted(host)
              + " halo.allowed-hosts.";
      case UnknownHostException _ ->
          "The name %s is not known: check the tenant address.".formatted(host);
      case SSLException _ ->
          "%s has no certificate that can be trusted: check the tenant address.".formatted(host);
      case IllegalStateException refused when isOfProxy(refused) ->
          "The proxy did not connect to %s: let it, and check halo.proxy.user and its password."
              .formatted(host);
      default -> "";
    };
  }

  private static boolean isOfProxy(Throwable failure) {
    return String.valueOf(failure.getMessage()).startsWith("Proxy sent wrong HTTP response code");
  }

  /// What was never asked for nobody can grant.
  static HaloUnavailable notAskedFor(Call call, NeededRight right) {
    return new HaloUnavailable(
        Cause.FORBIDDEN,
        "%s is forbidden (403), because the connection does not ask for %s: call"
                .formatted(call.name(), right.capability().title())
            + " setHaloCapabilities with %s, or do without.".formatted(right.capability()));
  }

  private static String right(Call call) {
    return NeededRight.of(call)
        .map(right ->
            "give the Halo application the scope %s, and its agent the permission to see these records"
                .formatted(right.scope()))
        .orElseGet(() -> unscoped(call));
  }

  private static String unscoped(Call call) {
    return switch (call.resource()) {
      case "Agent", "Team", "Status", "Priority", "TicketType" ->
          "let the application's agent see this table; it needs no scope of its own";
      default -> "check that nothing in front of the tenant, such as a firewall, keeps us out";
    };
  }
}
