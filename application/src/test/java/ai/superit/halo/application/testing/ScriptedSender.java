package ai.superit.halo.application.testing;

import ai.superit.halo.application.notification.AlertMessage;
import ai.superit.halo.application.notification.ChannelSender;
import ai.superit.halo.domain.notification.ChannelTarget;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

/// Sends to somebody who answers with the HTTP statuses that were told, and with 200 when nothing
/// was told; keeps what was sent.
public final class ScriptedSender implements ChannelSender {
  /// A message and where it was sent.
  public record Sent(ChannelTarget target, AlertMessage message) {}

  private final List<Sent> sent = new CopyOnWriteArrayList<>();
  private final Deque<Integer> statuses = new ArrayDeque<>();
  private boolean email = true;

  /// The statuses of the next answers, in their order.
  public void answer(int... next) {
    IntStream.of(next).forEach(statuses::add);
  }

  /// No e-mail can be sent from now on.
  public void withoutEmail() {
    email = false;
  }

  public List<Sent> sent() {
    return List.copyOf(sent);
  }

  @Override
  public boolean canSend(ChannelTarget.Kind kind) {
    return kind != ChannelTarget.Kind.EMAIL || email;
  }

  @Override
  public Outcome send(ChannelTarget target, AlertMessage message) {
    sent.add(new Sent(target, message));
    if (!canSend(target.kind())) {
      return new Outcome.Failed("This service sends no e-mail.");
    }
    return outcome(Objects.requireNonNullElse(statuses.poll(), 200));
  }

  private static Outcome outcome(int status) {
    if (status >= 200 && status < 300) {
      return new Outcome.Accepted();
    }
    var reason = "Answered " + status + ".";
    return status == 410 ? new Outcome.Refused(reason) : new Outcome.Failed(reason);
  }
}
