/// What a synchronisation run counted, and when it may be called complete.
@NullMarked
package ai.superit.halo.domain.sync;

import org.jspecify.annotations.NullMarked;
