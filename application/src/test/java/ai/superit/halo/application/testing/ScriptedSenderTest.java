package ai.superit.halo.application.testing;

import ai.superit.halo.application.notification.ChannelSender;
import ai.superit.halo.application.notification.ChannelSender.Outcome;
import ai.superit.halo.domain.notification.ChannelTarget;
import ai.superit.halo.domain.notification.ChannelUrl;
import java.net.URI;

/// The scripted sender answers as one does that sends.
class ScriptedSenderTest implements ChannelSenderContract {
  private final ScriptedSender sender = new ScriptedSender();

  ScriptedSenderTest() {
    sender.withoutEmail();
  }

  @Override
  public ChannelSender sender() {
    return sender;
  }

  @Override
  public ChannelTarget answering(int status) {
    switch (status) {
      case 200 -> sender.answer(new Outcome.Accepted());
      case 410 -> sender.answer(new Outcome.Refused("Answered 410: gone."));
      default -> sender.answer(new Outcome.Failed("Answered " + status + "."));
    }
    return new ChannelTarget.Slack(new ChannelUrl(URI.create("https://chat.example/hook")));
  }
}
