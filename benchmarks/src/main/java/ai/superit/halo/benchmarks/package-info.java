/// Benchmarks that print ratios against something measured in the same run.
@NullMarked
package ai.superit.halo.benchmarks;

import org.jspecify.annotations.NullMarked;
