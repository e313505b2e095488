/// Deliberate violations that show that the architecture rules can fail.
@NullMarked
package ai.superit.halo.egress.violation;

import org.jspecify.annotations.NullMarked;
