/// Clients, their sites and their contacts, as Halo has them.
@NullMarked
package ai.superit.halo.domain.client;

import org.jspecify.annotations.NullMarked;
