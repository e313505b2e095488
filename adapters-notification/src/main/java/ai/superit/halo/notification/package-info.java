/// Messages to people: signed webhooks, chat messages and e-mail.
///
/// How a message looks and whether it was taken is decided here; who gets which, and what becomes
/// of one that was not taken, is not. Start reading at [Notification].
@NullMarked
package ai.superit.halo.notification;

import org.jspecify.annotations.NullMarked;
