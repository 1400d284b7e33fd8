package org.wetstack.emulator.rhx.signal;

/**
 * A stimulation pulse that a stimulator really drove.
 *
 * @param channel native name of the amplifier channel
 * @param timestamp of the sample in which its first phase began
 * @param nanoamps the current of each sample until its end, negative cathodic; less flowed where
 *     the stimulation words say that the compliance limit was reached
 */
@SuppressWarnings("ArrayRecordComponent") // A plain carrier of what was seen; never compared.
public record Pulse(String channel, long timestamp, int[] nanoamps) {}
