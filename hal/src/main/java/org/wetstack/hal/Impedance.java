package org.wetstack.hal;

/**
 * The impedance of one electrode, as its instrument measured it with a small current.
 *
 * @param electrode number as in the array's layout
 * @param hertz frequency of the measurement
 * @param ohms magnitude
 * @param degrees phase
 */
public record Impedance(int electrode, double hertz, double ohms, double degrees) {}
