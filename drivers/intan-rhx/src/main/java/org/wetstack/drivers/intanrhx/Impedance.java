package org.wetstack.drivers.intanrhx;

/**
 * The impedance of one electrode, as RHX measured it with a small current.
 *
 * @param electrode number as in the array's layout
 * @param hertz frequency of the measurement
 * @param ohms magnitude, to three digits
 * @param degrees phase
 */
public record Impedance(int electrode, double hertz, double ohms, double degrees) {}
