/// The contracts of the driven ports, and for each port a fake that keeps its contract in memory.
/// Start reading at [StoreUnderTest][ai.superit.halo.application.testing.StoreUnderTest]; tests of
/// use cases that synchronise begin with a
/// [MirroredConnection][ai.superit.halo.application.testing.MirroredConnection].
@NullMarked
package ai.superit.halo.application.testing;

import org.jspecify.annotations.NullMarked;
