/**
 * The samples of an electrode array as a stream of the lab streaming layer (LSL), with a second
 * stream that tells what happens. Through the user's own liblsl: nothing of it is shipped, and
 * nothing is loaded unless a stream is wanted.
 */
@NullMarked
package org.wetstack.lsl;

import org.jspecify.annotations.NullMarked;
