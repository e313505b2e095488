/// A HaloPSA tenant in a process, for demos, tests and benchmarks.
///
/// It knows HaloPSA's public behaviour only and none of this product's modules, so that it cannot
/// share their misunderstandings. Start reading at [HaloSimulator].
@NullMarked
package ai.superit.halo.simulator;

import org.jspecify.annotations.NullMarked;
