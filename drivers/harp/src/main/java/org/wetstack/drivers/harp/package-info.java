/**
 * Harp devices: {@link org.wetstack.drivers.harp.HarpDevice} reads and writes the registers of any
 * of them, hears their events and knows their clock; the driver {@code harp} makes a pump of the
 * syringe pump.
 */
@NullMarked
package org.wetstack.drivers.harp;

import org.jspecify.annotations.NullMarked;
