@NullMarked
package ai.superit.halo.simulator;

import org.jspecify.annotations.NullMarked;
