/// Reading assets from the mirror.
@NullMarked
package ai.superit.halo.application.asset;

import org.jspecify.annotations.NullMarked;
