package ai.superit.halo.persistence;

import static ai.superit.halo.domain.testing.ConnectionBuilder.aConnection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.superit.halo.application.connection.SecretUnreadable;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.testing.Moments;
import ai.superit.halo.domain.webhook.AcceptedSchemes;
import ai.superit.halo.domain.webhook.WebhookScheme;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(CleanStore.class)
class StoredSchemesTest {
  private static final WebhookScheme PRESENT =
      new WebhookScheme.HmacSha256("X-Signature", new Secret("0123456789abcdef01234567"));
  private static final AcceptedSchemes BOTH =
      AcceptedSchemes.only(PRESENT)
          .also(
              new WebhookScheme.Basic("halo", new Secret("hush")), Moments.minute(5).plusNanos(1));

  private final ConnectionId acme = ConnectionId.random();

  @Test
  void another_instance_knows_both_schemes() {
    save(BOTH);

    assertThat(readAgain()).contains(BOTH);
  }

  @Test
  void what_another_instance_saved_is_asked_for_in_the_store() throws SQLException {
    save(AcceptedSchemes.only(PRESENT));
    try (var direct = TestDatabase.connect()) {
      Query.of("update webhook_scheme set kind = 'NONE'").write(direct);
    }

    assertThat(TestDatabase.store().webhookSchemes().accepted(acme))
        .contains(AcceptedSchemes.only(PRESENT));
    assertThat(TestDatabase.store().webhookSchemes().stored(acme))
        .isNotEqualTo(Optional.of(AcceptedSchemes.only(PRESENT)));
  }

  @Test
  void what_took_their_place_is_alone() throws SQLException {
    save(BOTH);
    save(AcceptedSchemes.only(PRESENT));

    assertThat(readAgain()).contains(AcceptedSchemes.only(PRESENT));
    try (var direct = TestDatabase.connect()) {
      assertThat(Query.of("select count(*) from connection_secret").number(direct)).isEqualTo(1);
    }
  }

  @Test
  void nobody_prolongs_a_scheme_by_changing_its_row() throws SQLException {
    save(BOTH);
    try (var direct = TestDatabase.connect()) {
      Query.of("update webhook_scheme set beside_until = beside_until + interval '1 day'")
          .write(direct);
    }

    assertThat(readAgain()).contains(AcceptedSchemes.only(PRESENT));
  }

  /// During the rollout of a new key: one instance has it already, the other has not.
  @Test
  void what_is_sealed_with_a_key_that_is_not_known_is_told_apart_from_nothing() {
    var further = new byte[32];
    further[0] = 1;
    var keys = SealKeys.of("new", Map.of("test", new byte[32], "new", further));
    try (var ahead = Persistence.open(TestDatabase.config(keys))) {
      ahead.webhookSchemes().save(acme, BOTH);
      var behind = TestDatabase.store().webhookSchemes();

      assertThat(behind.stored(acme)).isEmpty();
      assertThat(behind.unreadable()).containsExactly(acme);
      assertThat(behind.isLockedOut()).isTrue();
      assertThat(ahead.webhookSchemes().unreadable()).isEmpty();
      assertThat(ahead.webhookSchemes().isLockedOut()).isFalse();

      behind.save(ConnectionId.random(), BOTH);

      assertThat(behind.unreadable()).containsExactly(acme);
      assertThat(behind.isLockedOut()).isFalse();

      save(BOTH);

      assertThat(behind.unreadable()).isEmpty();
      assertThat(ahead.webhookSchemes().stored(acme)).contains(BOTH);
    }
  }

  @Test
  void a_client_secret_whose_key_is_not_known_asks_for_the_keys() {
    var connection = aConnection("acme").build();
    var store = TestDatabase.store();
    store.connections().create(connection, new Secret("hunter2"));
    var keys = SealKeys.of("other", Map.of("other", new byte[32]));

    try (var other = Persistence.open(TestDatabase.config(keys))) {
      assertThatExceptionOfType(SecretUnreadable.class)
          .isThrownBy(() -> other.haloAccounts().access(connection.id()))
          .withMessageContaining("secrets.keys");
      assertThat(other.lacksKey()).isTrue();
    }
    assertThat(store.haloAccounts().access(connection.id())).isPresent();
    assertThat(store.lacksKey()).isFalse();
  }

  @Test
  void what_was_tampered_with_is_no_matter_of_keys() throws SQLException {
    save(AcceptedSchemes.only(PRESENT));
    try (var direct = TestDatabase.connect()) {
      Query.of("update webhook_scheme set kind = 'NONE'").write(direct);
    }

    assertThat(TestDatabase.store().webhookSchemes().stored(acme)).isEmpty();
    assertThat(TestDatabase.store().webhookSchemes().unreadable()).isEmpty();
  }

  /// Nobody can save one, but the rule may be younger than what is stored. The last one shows that
  /// nothing else is wrong.
  @ParameterizedTest
  @CsvSource({"'', false", "0123456789abcdef0123456, false", "0123456789abcdef01234567, true"})
  void a_stored_secret_that_is_empty_or_too_short_opens_nothing_at_the_start(
      String secret, boolean opens) throws SQLException {
    save(AcceptedSchemes.only(PRESENT));
    var seals = new Seals(TestDatabase.config().keys());
    var sealed = seals.seal(acme, "webhook:HMAC_SHA256:X-Signature", new Secret(secret));
    try (var direct = TestDatabase.connect()) {
      Query.of("update connection_secret set sealed = ?", sealed).write(direct);
    }

    assertThat(readAgain().isPresent()).isEqualTo(opens);
  }

  private void save(AcceptedSchemes schemes) {
    TestDatabase.store().webhookSchemes().save(acme, schemes);
  }

  private Optional<AcceptedSchemes> readAgain() {
    try (var other = Persistence.open(TestDatabase.config())) {
      return other.webhookSchemes().accepted(acme);
    }
  }
}
