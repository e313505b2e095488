/// The composition root: configuration, wiring, the command line and the embedded PostgreSQL.
///
/// Nothing else knows every module.
@NullMarked
package ai.superit.halo.bootstrap;

import org.jspecify.annotations.NullMarked;
