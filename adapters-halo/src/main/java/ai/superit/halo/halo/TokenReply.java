package ai.superit.halo.halo;

import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.application.connection.HaloUnavailable.Cause;
import ai.superit.halo.domain.connection.HaloAccess;
import ai.superit.halo.domain.connection.HaloConsent;
import ai.superit.halo.domain.connection.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/// What a tenant answered to a request for a token.
///
/// @param refreshToken empty if there is none
/// @param scope empty if the tenant did not say
record TokenReply(Secret accessToken, Secret refreshToken, String scope, Instant renewAt) {
  private static final long DEFAULT_LIFE_SECONDS = 3600;
  private static final long LONGEST_LIFE_SECONDS = 86_400;
  private static final Duration EARLY = Duration.ofSeconds(60);
  private static final int MAX_TOKEN = 32_768;

  /// What OAuth calls refusals, whatever the status is that they come with.
  private static final Set<String> STANDARD =
      Set.of(
          "invalid_client",
          "invalid_grant",
          "invalid_scope",
          "unauthorized_client",
          "unsupported_grant_type");

  /// @throws HaloUnavailable if the answer is not a token
  static TokenReply of(HaloAccess access, Call call, Answer answer, Instant now) {
    if (answer.status() != 200) {
      throw refusal(access, call, answer);
    }
    var reply =
        Row.of(answer.strictJson())
            .orElseThrow(() -> Failures.strangeJson(call.name(), "an object"));
    try {
      var token = reply.text("access_token");
      if (!isToken(token) || !reply.text("token_type").equalsIgnoreCase("bearer")) {
        throw Failures.strangeJson(call.name(), "a bearer token");
      }
      return new TokenReply(
          new Secret(token), refreshToken(reply), reply.text("scope"), renewAt(reply, now));
    } catch (Row.Unreadable strange) {
      throw Failures.strangeJson(call.name(), "a bearer token");
    }
  }

  /// Whether what a person has consented to, or the code for it, is no longer valid.
  static boolean isGrantGone(Answer answer) {
    return isClientError(answer.status())
        && answer.jsonObject().map(TokenReply::error).orElse("").equals("invalid_grant");
  }

  /// Which of these statuses Halo gives is not documented; 429 comes from something before it.
  private static boolean isClientError(int status) {
    return status / 100 == 4 && status != 429;
  }

  Session session(HaloAccess access, Instant now) {
    var endpoint = access.endpoint();
    return new Session(
        endpoint.tenant(), endpoint.capabilities(), accessToken, scope, renewAt, now);
  }

  /// @param before what stays valid if the tenant does not replace it
  HaloConsent consent(Secret before) {
    var kept = refreshToken.reveal().isEmpty() ? before : refreshToken;
    return new HaloConsent(kept, accessToken, scope, renewAt);
  }

  private static Secret refreshToken(Row reply) {
    var token = reply.text("refresh_token");
    return new Secret(isToken(token) ? token : "");
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
    var error = answer.jsonObject().map(TokenReply::error).orElse("");
    var isUsual = status == 400 || status == 401;
    if (!isUsual && !(isClientError(status) && STANDARD.contains(error))) {
      return answer.isWebPage() && status < 500
          ? Failures.webPage(call)
          : Failures.ofStatus(call, status);
    }
    return switch (error) {
      case "invalid_scope" ->
          new HaloUnavailable(
              Cause.FORBIDDEN,
              "Halo does not grant the scope that was asked for: allow it in the Halo"
                  + " application's permissions.");
      case "unauthorized_client", "unsupported_grant_type", "invalid_grant" ->
          new HaloUnavailable(Cause.UNAUTHORIZED, wrongKind(access));
      case "" -> answer.isWebPage() ? Failures.webPage(call) : credentials();
      default -> credentials();
    };
  }

  static String error(Row reply) {
    try {
      return reply.text("error");
    } catch (Row.Unreadable strange) {
      return "";
    }
  }

  private static String wrongKind(HaloAccess access) {
    return access.needsConsent()
        ? "Halo did not accept the code of this authorisation: start again, and check that the Halo"
            + " application's authentication method is \"Authorisation Code (Native Application)\""
            + " and its redirect URI the callback address of this service."
        : "Halo does not let this application sign in by client id and secret: set its"
            + " authentication method to \"Client ID and Secret (Services)\".";
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
            + (access.endpoint().tenantName().isEmpty()
                ? " enter the tenant name, and check the tenant and authorisation addresses."
                : " check the tenant name, and the tenant and authorisation addresses."));
  }
}
