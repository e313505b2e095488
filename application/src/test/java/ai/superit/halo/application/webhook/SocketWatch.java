package ai.superit.halo.application.webhook;

import ai.superit.halo.application.StoreUnavailable;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.webhook.ChosenEvents;
import ai.superit.halo.domain.webhook.WebhookProblem;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// A store on the far side of a socket: out of reach of a thread that is interrupted.
final class SocketWatch implements WebhookWatch {
  private final WebhookWatch watch;

  SocketWatch(WebhookWatch watch) {
    this.watch = watch;
  }

  private WebhookWatch reached() {
    if (Thread.currentThread().isInterrupted()) {
      throw new StoreUnavailable("broken off", new InterruptedException());
    }
    return watch;
  }

  @Override
  public Watched watched(ConnectionId connection) {
    return reached().watched(connection);
  }

  @Override
  public Optional<IncomingDelivery> latest(ConnectionId connection) {
    return reached().latest(connection);
  }

  @Override
  public void registered(ConnectionId connection, String haloId, Instant now) {
    reached().registered(connection, haloId, now);
  }

  @Override
  public void leftToPeople(ConnectionId connection, Instant now) {
    reached().leftToPeople(connection, now);
  }

  @Override
  public void choose(ConnectionId connection, ChosenEvents events) {
    reached().choose(connection, events);
  }

  @Override
  public Set<Integer> unwanted(ConnectionId connection) {
    return reached().unwanted(connection);
  }

  @Override
  public void removed(ConnectionId connection, Set<Integer> numbers) {
    reached().removed(connection, numbers);
  }

  @Override
  public boolean claim(ConnectionId connection, Instant now, Instant before) {
    return reached().claim(connection, now, before);
  }

  @Override
  public boolean beginChange(ConnectionId connection, UUID change, Instant now, Instant until) {
    return reached().beginChange(connection, change, now, until);
  }

  @Override
  public void endChange(ConnectionId connection, UUID change) {
    reached().endChange(connection, change);
  }

  @Override
  public void found(ConnectionId connection, Finding finding, Set<WebhookProblem> mended) {
    reached().found(connection, finding, mended);
  }
}
