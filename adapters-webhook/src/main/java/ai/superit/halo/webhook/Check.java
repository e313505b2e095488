package ai.superit.halo.webhook;

import io.helidon.http.ServerRequestHeaders;

/// Whether a delivery is authentic, by one scheme. A check that fails has signed the content once
/// and compared once, whatever the scheme and whatever was wrong; more often only where the sender
/// gave several signatures.
@FunctionalInterface
interface Check {
  boolean passes(ServerRequestHeaders headers, byte[] content);
}
