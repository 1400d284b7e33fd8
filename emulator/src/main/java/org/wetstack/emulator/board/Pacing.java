package org.wetstack.emulator.board;

import java.time.Duration;

/**
 * How well a streaming array keeps to its schedule, which is that of its sample counter: a block
 * that was late does not delay those after it. A block is late if it leaves more than its own
 * length after its last sample was due.
 *
 * @param blocks that have left since boot
 * @param late how many of them were late
 * @param longest how long after its last sample the latest one left
 * @param behind how long ago the next sample that has not been taken was due
 */
public record Pacing(long blocks, long late, Duration longest, Duration behind) {}
