/// Bringing the mirror up to date, and saying whether it is complete.
@NullMarked
package ai.superit.halo.application.sync;

import org.jspecify.annotations.NullMarked;
