/// Assets and how they hang together, as Halo has them.
@NullMarked
package ai.superit.halo.domain.asset;

import org.jspecify.annotations.NullMarked;
