/**
 * Recordings: samples and everything that happened to the culture, in append-only files that
 * survive a crash, begun beforehand or, from memory, afterwards. {@code
 * docs/reference/recording-format.md} has the bytes.
 */
@NullMarked
package org.wetstack.lab.recording;

import org.jspecify.annotations.NullMarked;
