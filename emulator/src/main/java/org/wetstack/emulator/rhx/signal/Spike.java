package org.wetstack.emulator.rhx.signal;

/**
 * A spike that the program detected.
 *
 * @param amplifier index of its channel among all amplifier channels
 * @param timestamp of the sample that crossed the threshold, 32 bits
 * @param id 1, 2, 4, 8 for units 1 to 4; 0x40 unclassified; 0x80 likely an artefact
 */
public record Spike(int amplifier, long timestamp, int id) {}
