/// Teams, who may see what, and which team a ticket belongs to and why.
@NullMarked
package ai.superit.halo.domain.team;

import org.jspecify.annotations.NullMarked;
