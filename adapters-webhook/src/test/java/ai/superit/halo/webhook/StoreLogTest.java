package ai.superit.halo.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.StoreUnavailable;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class StoreLogTest {
  private static final Logger LOGGER = (Logger) LoggerFactory.getLogger(StoreLog.class);

  @Test
  void tells_why_deliveries_are_sent_away() {
    var events = new ListAppender<ILoggingEvent>();
    events.start();
    LOGGER.addAppender(events);

    var overload =
        new StoreUnavailable("too many deliveries wait to be stored", new IllegalStateException());
    new StoreLog(() -> Instant.EPOCH).sentAway(overload);
    LOGGER.detachAppender(events);

    assertThat(events.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .contains("event=deliveries_sent_away reason=too many deliveries wait to be stored");
  }
}
