package ai.superit.halo.application.webhook;

import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.application.webhook.DeliveryLogs.LogPage;
import ai.superit.halo.application.webhook.DeliveryProofs.Standing;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.webhook.LogAccess;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Reads a delivery log from its newest row back to where the last reading ended, a page at a time,
/// and records what it says. From the newest on, because rows that are added meanwhile then come
/// twice rather than not at all. All moments of the log are compared with each other only.
final class ReadDeliveryLog {
  /// Rows may be written in another order than their times.
  static final Duration OVERLAP = Duration.ofMinutes(10);

  /// How far the first reading goes back.
  static final Duration FIRST = Duration.ofDays(1);

  private static final int MOST_PAGES = 500;

  /// What a reading came to.
  ///
  /// @param newest the latest attempt that is known now
  record Reading(LogAccess access, String webhook, Optional<Instant> newest, int pages) {}

  private final DeliveryLogs logs;
  private final DeliveryProofs proofs;
  private final ConnectionId connection;
  private final Standing before;
  private final Instant now;
  private String webhook;
  private Optional<Instant> newest = Optional.empty();
  private Optional<Instant> oldest = Optional.empty();
  private int pages;

  ReadDeliveryLog(
      DeliveryLogs logs,
      DeliveryProofs proofs,
      ConnectionId connection,
      Standing before,
      Instant now) {
    this.logs = logs;
    this.proofs = proofs;
    this.connection = connection;
    this.before = before;
    this.now = now;
    this.webhook = before.webhook();
  }

  /// @param address where the webhook posts to
  Reading read(URI address) {
    try {
      return reading(access(address));
    } catch (HaloUnavailable failure) {
      var access = access(failure.reason());
      var known = access == LogAccess.OUT_OF_REACH ? before.checkedTo() : newest;
      return new Reading(access, webhook, known.or(before::checkedTo), pages);
    }
  }

  private Reading reading(LogAccess access) {
    var isLost = access == LogAccess.CUT_OFF || access == LogAccess.NOT_SET_UP;
    return new Reading(access, webhook, isLost ? newest : latest(), pages);
  }

  private Optional<Instant> latest() {
    return newest
        .filter(at -> before.checkedTo().filter(at::isBefore).isEmpty())
        .or(before::checkedTo);
  }

  private static LogAccess access(HaloUnavailable.Cause cause) {
    return switch (cause) {
      case FORBIDDEN -> LogAccess.FORBIDDEN;
      case NOT_HALO, REFUSED -> LogAccess.NOT_KEPT;
      case UNREACHABLE, UNAUTHORIZED, RATE_LIMITED, SERVER_ERROR -> LogAccess.OUT_OF_REACH;
    };
  }

  private LogAccess access(URI address) {
    if (webhook.isEmpty()) {
      var found = logs.webhook(connection, address);
      if (found.isEmpty()) {
        return LogAccess.NOT_SET_UP;
      }
      webhook = found.get().id();
      var access = pages();
      return access == LogAccess.AVAILABLE ? access(found.get()) : access;
    }
    var access = pages();
    var isQuiet = newest.equals(before.checkedTo());
    return access == LogAccess.AVAILABLE && isQuiet ? lookedUp(address) : access;
  }

  /// A log to which nothing was added may be that of a webhook that is gone or off.
  private LogAccess lookedUp(URI address) {
    var found = logs.webhook(connection, address);
    if (found.filter(known -> known.id().equals(webhook)).isPresent()) {
      return access(found.get());
    }
    webhook = found.map(DeliveryLogs.Webhook::id).orElse("");
    newest = Optional.empty();
    return found.isPresent() ? LogAccess.CUT_OFF : LogAccess.NOT_SET_UP;
  }

  private static LogAccess access(DeliveryLogs.Webhook found) {
    return found.sends() ? LogAccess.AVAILABLE : LogAccess.SWITCHED_OFF;
  }

  private LogAccess pages() {
    var former = "";
    while (pages < MOST_PAGES) {
      var page = logs.page(connection, webhook, ++pages);
      if (page.rows() == 0 || page.first().equals(former)) {
        return atEnd(page);
      }
      former = page.first();
      take(page);
      if (page.flaw().isPresent()) {
        return page.flaw().get();
      }
      if (reaches(horizon())) {
        return LogAccess.AVAILABLE;
      }
      if (page.isLast()) {
        return atEnd(page);
      }
    }
    return LogAccess.CUT_OFF;
  }

  private void take(LogPage page) {
    proofs.record(connection, page.deliveries(), now);
    var times = page.deliveries().stream().map(LoggedDelivery::sentAt).sorted().toList();
    if (!times.isEmpty()) {
      newest = Optional.of(newest.filter(times.getLast()::isBefore).orElse(times.getLast()));
      oldest = Optional.of(times.getFirst());
    }
  }

  private Optional<Instant> horizon() {
    return before
        .checkedTo()
        .map(at -> at.minus(OVERLAP))
        .or(() -> newest.map(at -> at.minus(FIRST)));
  }

  private boolean reaches(Optional<Instant> moment) {
    return moment.flatMap(at -> oldest.filter(at::isAfter)).isPresent();
  }

  /// A tenant that gives the same page again may have more than it shows.
  private LogAccess atEnd(LogPage page) {
    var isWhole =
        before
            .checkedTo()
            .map(at -> oldest.filter(first -> !first.isAfter(at)).isPresent())
            .orElse(page.rows() == 0 || page.isLast());
    return isWhole ? LogAccess.AVAILABLE : LogAccess.CUT_OFF;
  }
}
