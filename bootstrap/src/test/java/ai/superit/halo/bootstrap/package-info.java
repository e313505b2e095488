/// The whole product from outside, as its users and its enemies meet it.
@NullMarked
package ai.superit.halo.bootstrap;

import org.jspecify.annotations.NullMarked;
