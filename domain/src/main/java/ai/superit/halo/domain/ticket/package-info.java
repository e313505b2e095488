/// Tickets and their notes, as Halo has them, and the names that explain their numbers.
@NullMarked
package ai.superit.halo.domain.ticket;

import org.jspecify.annotations.NullMarked;
