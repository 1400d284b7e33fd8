/**
 * Finds spikes in blocks of samples while they arrive: band-pass, noise, threshold, dead time,
 * blanking, rejection of artefacts, snippets. Everything here runs on the link's thread and
 * allocates nothing once it runs. {@code docs/reference/spike-detection.md} says what is computed.
 */
@NullMarked
package org.wetstack.lab.signal;

import org.jspecify.annotations.NullMarked;
