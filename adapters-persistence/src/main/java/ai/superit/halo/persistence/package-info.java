/// PostgreSQL behind the driven ports: the mirror, the delivery inbox, runs, links and connections.
///
/// SQL lives beside the method that binds it; schema changes are migrations.
@NullMarked
package ai.superit.halo.persistence;

import org.jspecify.annotations.NullMarked;
