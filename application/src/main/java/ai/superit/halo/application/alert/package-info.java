/// Telling people of what goes wrong, once, and once when it is over.
@NullMarked
package ai.superit.halo.application.alert;

import org.jspecify.annotations.NullMarked;
