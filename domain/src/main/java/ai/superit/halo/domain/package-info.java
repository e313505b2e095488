/// The values that every capability shares. No I/O, no clock, no framework: the rules of the
/// product as records and decisions.
@NullMarked
package ai.superit.halo.domain;

import org.jspecify.annotations.NullMarked;
