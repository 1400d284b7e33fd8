/**
 * Proves with a flow sensor that a pump delivers what it says. Knows devices of the HAL only, so it
 * goes over any pump and any sensor.
 */
@NullMarked
package org.wetstack.drivers.fluidics.verification;

import org.jspecify.annotations.NullMarked;
