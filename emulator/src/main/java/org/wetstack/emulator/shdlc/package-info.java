/**
 * A Sensirion liquid flow sensor (SLF3x) on its SCC1 cable, which speaks SHDLC: what a host on the
 * line hears, and what the sensor sees of the pump it sits behind. Written from fact sheets; what
 * they leave open is an option of {@link org.wetstack.emulator.shdlc.CableQuirks}.
 */
@NullMarked
package org.wetstack.emulator.shdlc;

import org.jspecify.annotations.NullMarked;
