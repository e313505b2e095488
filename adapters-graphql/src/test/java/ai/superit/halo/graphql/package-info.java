@NullMarked
package ai.superit.halo.graphql;

import org.jspecify.annotations.NullMarked;
