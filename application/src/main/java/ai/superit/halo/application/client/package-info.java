/// Reading clients, sites and contacts from the mirror.
@NullMarked
package ai.superit.halo.application.client;

import org.jspecify.annotations.NullMarked;
