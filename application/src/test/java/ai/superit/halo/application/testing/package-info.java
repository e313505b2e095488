/// The contracts of the driven ports, and for each port a fake that keeps its contract in memory.
/// Start reading at [StoreUnderTest][ai.superit.halo.application.testing.StoreUnderTest].
@NullMarked
package ai.superit.halo.application.testing;

import org.jspecify.annotations.NullMarked;
