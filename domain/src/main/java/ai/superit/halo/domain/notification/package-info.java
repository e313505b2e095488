/// Channels: where people want to be told of alerts.
@NullMarked
package ai.superit.halo.domain.notification;

import org.jspecify.annotations.NullMarked;
