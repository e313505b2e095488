/// When somebody has to be told that a connection is not well, and when that is over.
@NullMarked
package ai.superit.halo.domain.alert;

import org.jspecify.annotations.NullMarked;
