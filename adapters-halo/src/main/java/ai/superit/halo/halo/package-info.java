/// HaloPSA over HTTP: the driven ports that read a tenant, and the reading of its webhook bodies.
///
/// Everything that is peculiar to Halo's API stays in here.
@NullMarked
package ai.superit.halo.halo;

import org.jspecify.annotations.NullMarked;
