/// The HTTP endpoint to which Halo posts its webhooks.
///
/// It limits, authenticates and stores a delivery; it never interprets one.
@NullMarked
package ai.superit.halo.webhook;

import org.jspecify.annotations.NullMarked;
