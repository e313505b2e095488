package ai.superit.halo.halo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.domain.connection.Connection.Endpoint;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.Grant;
import ai.superit.halo.domain.connection.HaloAccess;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.connection.TenantUrl;
import ai.superit.halo.domain.testing.Moments;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A token is renewed a minute before it ends, or after half of a short life.
class TokenReplyTest {
  private static final TenantUrl TENANT =
      TenantUrl.parse("https://acme.halopsa.example", TenantUrl.Rules.PRODUCTION);
  private static final HaloAccess ACCESS =
      new HaloAccess(
          ConnectionId.random(),
          new Endpoint(TENANT, TENANT.defaultAuthorisation(), "", "app", Grant.CLIENT_CREDENTIALS),
          new Secret("s"));

  /// What is no number of seconds above 0 counts as the hour that is usual, and nothing as more
  /// than a day.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "expires_in":3600                  | 3540
          "expires_in":"1800"                | 1740
          "expires_in":90                    | 45
          "x":1                              | 3540
          "expires_in":null                  | 3540
          "expires_in":0                     | 3540
          "expires_in":-5                    | 3540
          "expires_in":"an hour"             | 3540
          "expires_in":1.5                   | 3540
          "expires_in":{}                    | 3540
          "expires_in":99999999999999999999  | 3540
          "expires_in":1e12                  | 86340
          "expires_in":86401                 | 86340
          """)
  void a_life_is_believed_within_reason(String field, long renewedAfter) {
    var reply =
        TokenReply.of(ACCESS, SignIn.clientCredentials(ACCESS), answer(field), Moments.NOON);

    assertThat(Duration.between(Moments.NOON, reply.renewAt()).toSeconds()).isEqualTo(renewedAfter);
  }

  private static Answer answer(String field) {
    var body = "{\"access_token\":\"abc\",\"token_type\":\"Bearer\"," + field + "}";
    return new Answer(
        SignIn.clientCredentials(ACCESS),
        200,
        Optional.empty(),
        Optional.empty(),
        Optional.of("application/json"),
        new RateHeaders(Optional.empty(), Optional.empty(), Optional.empty()),
        body.getBytes(UTF_8));
  }
}
