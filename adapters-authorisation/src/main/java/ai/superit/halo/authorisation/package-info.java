/// The pages that a browser sees on its way to HaloPSA and back, when a person authorises a
/// connection.
@NullMarked
package ai.superit.halo.authorisation;

import org.jspecify.annotations.NullMarked;
