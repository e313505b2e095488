package ai.superit.halo.application.testing;

import ai.superit.halo.application.notification.AlertMessage;
import ai.superit.halo.application.notification.ChannelSender;
import ai.superit.halo.domain.notification.ChannelTarget;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Answers as told, and by taking the message when nothing was told; keeps what was sent.
public final class ScriptedSender implements ChannelSender {
  /// A message and where it was sent.
  public record Sent(ChannelTarget target, AlertMessage message) {}

  private final List<Sent> sent = new CopyOnWriteArrayList<>();
  private final Deque<Outcome> outcomes = new ArrayDeque<>();
  private boolean email = true;

  /// The outcomes of the next sends, in their order.
  public void answer(Outcome... next) {
    outcomes.addAll(List.of(next));
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
    var told = outcomes.poll();
    return told == null ? new Outcome.Accepted() : told;
  }
}
