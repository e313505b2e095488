/// A connection to one Halo tenant: where it is, how we sign in, in what state it is.
@NullMarked
package ai.superit.halo.domain.connection;

import org.jspecify.annotations.NullMarked;
