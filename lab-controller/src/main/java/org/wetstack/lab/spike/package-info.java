/**
 * Finds spikes in blocks of samples while they arrive. Everything here runs on the link's thread
 * and allocates nothing once it runs.
 */
@NullMarked
package org.wetstack.lab.spike;

import org.jspecify.annotations.NullMarked;
