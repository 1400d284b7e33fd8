/**
 * Recordings in the formats of others (NWB, Intan .rhs, CSV), and played again as an instrument.
 * Exports are made anew from the recording, which stays what it is.
 */
@NullMarked
package org.wetstack.exchange;

import org.jspecify.annotations.NullMarked;
