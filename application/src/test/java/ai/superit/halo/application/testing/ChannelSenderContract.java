package ai.superit.halo.application.testing;

import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.alert.AlertNotice;
import ai.superit.halo.application.notification.AlertMessage;
import ai.superit.halo.application.notification.ChannelSender;
import ai.superit.halo.application.notification.ChannelSender.Outcome;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.notification.ChannelTarget;
import ai.superit.halo.domain.notification.EmailAddress;
import ai.superit.halo.domain.testing.Moments;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What everybody makes of the answers who sends messages.
public interface ChannelSenderContract {
  /// One that is not set up for e-mail.
  ChannelSender sender();

  /// A target whose next answer has this HTTP status.
  ChannelTarget answering(int status);

  @ParameterizedTest
  @ValueSource(ints = {200, 202})
  default void what_is_taken_is_accepted(int status) {
    var target = answering(status);

    assertThat(sender().canSend(target.kind())).isTrue();
    assertThat(sender().send(target, message())).isEqualTo(new Outcome.Accepted());
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 400, 401, 404, 429, 500, 503})
  default void what_is_not_taken_may_be_taken_another_time(int status) {
    var outcome = (Outcome.Failed) sender().send(answering(status), message());

    assertThat(outcome.reason()).contains("Answered " + status);
    assertThat(sender().send(answering(200), message())).isEqualTo(new Outcome.Accepted());
  }

  @Test
  default void who_is_gone_wants_no_more() {
    var outcome = (Outcome.Refused) sender().send(answering(410), message());

    assertThat(outcome.reason()).contains("Answered 410");
  }

  @Test
  default void e_mail_that_is_not_set_up_fails_and_tells_so() {
    var target = new ChannelTarget.Email(List.of(new EmailAddress("ana@it.example")));

    assertThat(sender().canSend(ChannelTarget.Kind.EMAIL)).isFalse();
    var outcome = (Outcome.Failed) sender().send(target, message());
    assertThat(outcome.reason()).contains("e-mail").doesNotContain("ana@");
  }

  private static AlertMessage message() {
    return AlertMessage.of(
        new AlertNotice(
            UUID.randomUUID(),
            ConnectionId.random(),
            "Acme",
            "DELIVERY_FAILURES",
            AlertNotice.Change.OPENED,
            Moments.NOON,
            "12 of 40 deliveries failed.",
            "Look at deadLetters."));
  }
}
