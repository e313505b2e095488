/// The way out of here for adapters that call addresses which people have typed in: every address
/// is checked at the moment of connecting, and the same proxy and authorities hold for all of them.
///
/// Whom they call and what they say is theirs; start reading at [CheckedClients].
@NullMarked
package ai.superit.halo.egress;

import org.jspecify.annotations.NullMarked;
