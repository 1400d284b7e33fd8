/**
 * Recordings: samples and everything that happened to the culture, in one append-only file that
 * survives a crash. {@code docs/reference/recording-format.md} has the bytes.
 */
@NullMarked
package org.wetstack.lab.recording;

import org.jspecify.annotations.NullMarked;
