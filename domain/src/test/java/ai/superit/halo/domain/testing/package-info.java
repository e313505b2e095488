/// Builders of domain values for the tests of all modules: each begins with something sensible, so
/// that a test names only what it is about.
@NullMarked
package ai.superit.halo.domain.testing;

import org.jspecify.annotations.NullMarked;
