/// Accepting deliveries without losing one, and applying what they hint at.
@NullMarked
package ai.superit.halo.application.webhook;

import org.jspecify.annotations.NullMarked;
