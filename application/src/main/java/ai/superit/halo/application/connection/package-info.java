/// Connecting a tenant: creating, testing, and the budget of calls that it grants us.
@NullMarked
package ai.superit.halo.application.connection;

import org.jspecify.annotations.NullMarked;
