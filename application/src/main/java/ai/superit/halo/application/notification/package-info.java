/// Getting word of alerts to people: channels, and the notices that wait for them.
@NullMarked
package ai.superit.halo.application.notification;

import org.jspecify.annotations.NullMarked;
