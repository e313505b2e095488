package ai.superit.halo.simulator;

import java.util.ArrayDeque;

/// Counts calls in a rolling window.
final class Throttle {
  private final ArrayDeque<Long> calls = new ArrayDeque<>();
  private final Quirks.Throttling quirks;
  private volatile RateLimit limit;

  Throttle(RateLimit limit, Quirks.Throttling quirks) {
    this.limit = limit;
    this.quirks = quirks;
  }

  synchronized void change(RateLimit changed) {
    limit = changed;
    calls.clear();
  }

  RateLimit limit() {
    return limit;
  }

  boolean admits(long now) {
    return limit.isUnlimited() || counted(now);
  }

  private synchronized boolean counted(long now) {
    var start = now - limit.window().toMillis();
    while (!calls.isEmpty() && calls.peekFirst() <= start) {
      calls.pollFirst();
    }
    var admitted = calls.size() < limit.calls();
    if (admitted || quirks.countRefused()) {
      calls.addLast(now);
      if (calls.size() > limit.calls()) {
        calls.pollFirst();
      }
    }
    return admitted;
  }

  /// The answer with what is left, if this tenant tells.
  synchronized Reply told(Reply answer, long now) {
    if (!limit.tells() || limit.isUnlimited()) {
      return answer;
    }
    var oldest = calls.isEmpty() ? now : calls.peekFirst();
    var reset = Math.ceilDiv(oldest + limit.window().toMillis() - now, 1000);
    return answer
        .header("X-RateLimit-Limit", Integer.toString(limit.calls()))
        .header("X-RateLimit-Remaining", Integer.toString(limit.calls() - calls.size()))
        .header("X-RateLimit-Reset", Long.toString(reset));
  }

  Reply refusal() {
    var window = limit.window();
    var span =
        window.toMinutes() > 0 ? window.toMinutes() + " minute" : window.toSeconds() + " second";
    var sentence =
        "Rate Limit Reached - %d Requests per rolling %s window".formatted(limit.calls(), span);
    var reply =
        switch (quirks.body()) {
          case NONE -> Reply.empty(429);
          case TEXT -> Reply.text(429, sentence);
          case UPPER_MESSAGE -> Reply.object(429, out -> out.text("Message", sentence));
          case LOWER_MESSAGE -> Reply.object(429, out -> out.text("message", sentence));
          case ERROR -> Reply.object(429, out -> out.text("error", sentence));
        };
    var wait = quirks.retryAfterSeconds();
    return wait == 0 ? reply : reply.header("Retry-After", Integer.toString(wait));
  }
}
