/// What all use cases share. Start reading at one of the capabilities below.
@NullMarked
package ai.superit.halo.application;

import org.jspecify.annotations.NullMarked;
