package ai.superit.halo.application.webhook;

import ai.superit.halo.application.connection.CallsEnded;
import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.application.connection.SecretUnreadable;
import ai.superit.halo.application.webhook.DeliveryLogs.Flaw;
import ai.superit.halo.application.webhook.DeliveryLogs.LogPage;
import ai.superit.halo.application.webhook.DeliveryProofs.Standing;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.webhook.LogAccess;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/// Reads a delivery log from its newest row back to where the last reading ended, a page at a time,
/// and records what it says. From the newest on, because rows that are added meanwhile then come
/// twice rather than not at all. All moments of the log are compared with each other only. A tenant
/// that does not give the newest first may keep on another page what is missing: where that shows,
/// nothing is proven by having come across an old row.
final class ReadDeliveryLog {
  /// Rows may be written in another order than their times.
  static final Duration OVERLAP = Duration.ofMinutes(10);

  /// How far the first reading goes back.
  static final Duration FIRST = Duration.ofDays(1);

  private static final int MOST_PAGES = 500;

  /// Fewer rows may come in their order by chance.
  private static final int TELLING_ROWS = 10;

  /// What a reading came to.
  ///
  /// @param newest the latest attempt that was seen; nothing before it is missing only if the log
  ///   is available
  /// @param missed what those tell that were found not to have been received
  record Reading(
      LogAccess access, String webhook, Optional<Instant> newest, int pages, MissedEvents missed) {}

  private static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private final DeliveryLogs logs;
  private final DeliveryProofs proofs;
  private final ConnectionId connection;
  private final Standing before;
  private final Instant now;
  private final BooleanSupplier stopping;
  private final MissedEvents missed = new MissedEvents(MissedEvents.ROOM);
  private String webhook;
  private Optional<Instant> newest = Optional.empty();
  private Optional<Instant> oldest = Optional.empty();
  private Optional<Flaw> youngestFlaw = Optional.empty();
  private Set<Instant> formerTimes = Set.of();
  private boolean isInOrder = true;
  private int pages;
  private int rows;

  /// @param stopping asked before each page
  ReadDeliveryLog(
      DeliveryLogs logs,
      DeliveryProofs proofs,
      ConnectionId connection,
      Standing before,
      Instant now,
      BooleanSupplier stopping) {
    this.logs = logs;
    this.proofs = proofs;
    this.connection = connection;
    this.before = before;
    this.now = now;
    this.stopping = stopping;
    this.webhook = before.webhook();
  }

  /// @param address where the webhook posts to
  /// @return empty if it was stopped
  /// @throws SecretUnreadable if this instance cannot sign in: that tells nothing about the log
  Optional<Reading> read(URI address) {
    try {
      return Optional.of(reading(access(address)));
    } catch (SecretUnreadable notAsked) {
      throw notAsked;
    } catch (HaloUnavailable failure) {
      return Optional.of(new Reading(access(failure.reason()), webhook, latest(), pages, missed));
    } catch (Stopped | CallsEnded stopped) {
      return Optional.empty();
    }
  }

  private Reading reading(LogAccess access) {
    var isLost = access == LogAccess.CUT_OFF || access == LogAccess.NOT_SET_UP;
    return new Reading(access, webhook, isLost ? newest : latest(), pages, missed);
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
      case UNAUTHORIZED -> LogAccess.NOT_LET_IN;
      case UNREACHABLE, RATE_LIMITED, SERVER_ERROR -> LogAccess.OUT_OF_REACH;
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
    var access = readPages();
    return youngestFlaw.filter(this::counts).map(Flaw::why).orElse(access);
  }

  private LogAccess readPages() {
    var former = "";
    while (pages < MOST_PAGES) {
      if (stopping.getAsBoolean()) {
        throw new Stopped();
      }
      var page = logs.page(connection, webhook, ++pages);
      if (page.rows() == 0 || page.first().equals(former)) {
        return atEnd(page);
      }
      former = page.first();
      take(page);
      if (page.isLast()) {
        return atEnd(page);
      }
      if (!isInOrder) {
        return LogAccess.UNREADABLE;
      }
      if (reaches(horizon()) && rows >= TELLING_ROWS) {
        return LogAccess.AVAILABLE;
      }
    }
    return LogAccess.CUT_OFF;
  }

  private void take(LogPage page) {
    var notReceived = proofs.record(connection, page.deliveries(), now);
    page.deliveries().stream()
        .filter(delivery -> notReceived.contains(delivery.digest()))
        .forEach(missed::add);
    rows += page.rows();
    page.flaws().forEach(this::take);
    page.times().forEach(this::take);
    formerTimes = Set.copyOf(page.times());
    isInOrder &=
        before.checkedTo().flatMap(at -> newest.filter(at.minus(OVERLAP)::isAfter)).isEmpty();
  }

  private void take(Flaw flaw) {
    youngestFlaw =
        Optional.of(youngestFlaw.filter(known -> !at(flaw).isAfter(at(known))).orElse(flaw));
  }

  private static Instant at(Flaw flaw) {
    return flaw.at().orElse(Instant.MAX);
  }

  /// Rows that were on the page before come again while others are added.
  private void take(Instant time) {
    isInOrder &=
        formerTimes.contains(time)
            || oldest.map(at -> at.plus(OVERLAP)).filter(time::isAfter).isEmpty();
    newest = Optional.of(newest.filter(time::isBefore).orElse(time));
    oldest = Optional.of(oldest.filter(time::isAfter).orElse(time));
  }

  private boolean counts(Flaw flaw) {
    return horizon().filter(at(flaw)::isBefore).isEmpty();
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
    if (isInOrder && reaches(horizon())) {
      return LogAccess.AVAILABLE;
    }
    var isWhole =
        before
            .checkedTo()
            .map(at -> oldest.filter(first -> !first.isAfter(at)).isPresent())
            .orElse(page.rows() == 0 || page.isLast());
    return isWhole ? LogAccess.AVAILABLE : LogAccess.CUT_OFF;
  }
}
