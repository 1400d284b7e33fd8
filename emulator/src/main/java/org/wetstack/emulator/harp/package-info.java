/**
 * Devices that speak Harp, the binary protocol of open neuroscience instruments: what all of them
 * share, as the ATxmega core does it, and the syringe pump on top. Another Harp device is a table
 * of {@link org.wetstack.emulator.harp.Register registers} away.
 */
@NullMarked
package org.wetstack.emulator.harp;

import org.jspecify.annotations.NullMarked;
