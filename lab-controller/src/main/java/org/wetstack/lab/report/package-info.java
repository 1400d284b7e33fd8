/**
 * One page about one recording: what fired, what was dosed, what was pulsed, on one time axis.
 * Everything on it comes from the recording, so it can be made again at any time.
 */
@NullMarked
package org.wetstack.lab.report;

import org.jspecify.annotations.NullMarked;
