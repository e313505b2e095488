/// How a webhook proves who sent it, and what it tells us.
@NullMarked
package ai.superit.halo.domain.webhook;

import org.jspecify.annotations.NullMarked;
