package ai.superit.halo.application.testing;

import ai.superit.halo.application.notification.ChannelSender;
import ai.superit.halo.domain.notification.ChannelTarget;
import ai.superit.halo.domain.notification.ChannelUrl;
import java.net.URI;

/// The scripted sender makes of an answer what one does that sends.
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
    sender.answer(status);
    return new ChannelTarget.Slack(new ChannelUrl(URI.create("https://chat.example/hook")));
  }
}
