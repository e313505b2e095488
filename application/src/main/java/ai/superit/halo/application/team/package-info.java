/// Teams, links and the routing that follows from them.
@NullMarked
package ai.superit.halo.application.team;

import org.jspecify.annotations.NullMarked;
