/// Reading tickets, notes and a ticket's context from the mirror.
@NullMarked
package ai.superit.halo.application.ticket;

import org.jspecify.annotations.NullMarked;
