/// Who changed what.
@NullMarked
package ai.superit.halo.application.audit;

import org.jspecify.annotations.NullMarked;
