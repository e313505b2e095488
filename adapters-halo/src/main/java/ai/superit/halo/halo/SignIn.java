package ai.superit.halo.halo;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.application.connection.HaloUnavailable.Cause;
import ai.superit.halo.domain.connection.HaloAccess;
import ai.superit.halo.domain.connection.Secret;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Duration;
import java.time.Instant;

/// Signing in with client credentials.
final class SignIn {
  private static final long DEFAULT_LIFE_SECONDS = 3600;
  private static final long LONGEST_LIFE_SECONDS = 86_400;
  private static final Duration EARLY = Duration.ofSeconds(60);
  private static final int MAX_TOKEN = 32_768;

  private SignIn() {}

  static Call call(HaloAccess access) {
    var query = access.tenantName().isEmpty() ? "" : "?tenant=" + encoded(access.tenantName());
    var form =
        "grant_type=client_credentials&client_id="
            + encoded(access.clientId())
            + "&client_secret="
            + encoded(access.clientSecret().reveal())
            + "&scope="
            + encoded(access.scope());
    return Call.post(
        "POST /token",
        URI.create(access.authorisation() + "/token" + query),
        new Call.Content("application/x-www-form-urlencoded", new Secret(form)),
        Call.Repeat.AFTER_OUTAGE);
  }

  /// @throws HaloUnavailable if the answer is not a token
  static Session session(HaloAccess access, Call call, Answer answer, Instant now) {
    if (answer.status() != 200) {
      throw refusal(access, call, answer);
    }
    var reply =
        Row.of(answer.json()).orElseThrow(() -> Failures.strangeJson(call.name(), "an object"));
    try {
      var token = reply.text("access_token");
      if (!isToken(token) || !reply.text("token_type").equalsIgnoreCase("bearer")) {
        throw Failures.strangeJson(call.name(), "a bearer token");
      }
      return new Session(access.tenant(), new Secret(token), renewAt(reply, now));
    } catch (Row.Unreadable strange) {
      throw Failures.strangeJson(call.name(), "a bearer token");
    }
  }

  private static boolean isToken(String text) {
    return !text.isEmpty()
        && text.length() <= MAX_TOKEN
        && text.chars().allMatch(c -> c > 0x20 && c < 0x7f);
  }

  private static Instant renewAt(Row reply, Instant now) {
    long seconds;
    try {
      seconds = reply.reference("expires_in").orElse(DEFAULT_LIFE_SECONDS);
    } catch (Row.Unreadable strange) {
      seconds = DEFAULT_LIFE_SECONDS;
    }
    var life = Duration.ofSeconds(Math.min(seconds, LONGEST_LIFE_SECONDS));
    var early = life.compareTo(EARLY.multipliedBy(2)) > 0 ? EARLY : life.dividedBy(2);
    return now.plus(life).minus(early);
  }

  private static HaloUnavailable refusal(HaloAccess access, Call call, Answer answer) {
    var status = answer.status();
    if (status == 500) {
      return wrongTenant(access);
    }
    if (status != 400 && status != 401) {
      return answer.isWebPage() && status < 500
          ? Failures.webPage(call)
          : Failures.ofStatus(call, status);
    }
    var error = answer.jsonObject().map(SignIn::error).orElse("");
    return switch (error) {
      case "invalid_scope" ->
          new HaloUnavailable(
              Cause.FORBIDDEN,
              "Halo does not grant the scope that was asked for: allow it in the Halo"
                  + " application's permissions.");
      case "unauthorized_client", "unsupported_grant_type", "invalid_grant" ->
          new HaloUnavailable(
              Cause.UNAUTHORIZED,
              "Halo does not let this application sign in by client id and secret: set its"
                  + " authentication method to \"Client ID and Secret (Services)\".");
      case "" -> answer.isWebPage() ? Failures.webPage(call) : credentials();
      default -> credentials();
    };
  }

  private static String error(Row reply) {
    try {
      return reply.text("error");
    } catch (Row.Unreadable strange) {
      return "";
    }
  }

  private static HaloUnavailable credentials() {
    return new HaloUnavailable(
        Cause.UNAUTHORIZED,
        "Halo refused the credentials: check the client id and the client secret, and that the"
            + " Halo application is active.");
  }

  /// Halo answers a wrong tenant name with 500, seen on live tenants by several clients.
  private static HaloUnavailable wrongTenant(HaloAccess access) {
    return new HaloUnavailable(
        Cause.SERVER_ERROR,
        "Signing in ended with Halo's server error 500, which mostly means a wrong tenant name:"
            + (access.tenantName().isEmpty()
                ? " enter the tenant name, and check the tenant and authorisation addresses."
                : " check the tenant name, and the tenant and authorisation addresses."));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }
}
