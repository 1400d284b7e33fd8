package org.wetstack.emulator.rhx.signal;

/**
 * A stimulation pulse that really flowed.
 *
 * @param channel native name of the amplifier channel
 * @param timestamp of the sample in which its first phase began
 * @param nanoamps the current of each sample until its end, negative cathodic
 */
@SuppressWarnings("ArrayRecordComponent") // A plain carrier of what was seen; never compared.
public record Pulse(String channel, long timestamp, int[] nanoamps) {}
