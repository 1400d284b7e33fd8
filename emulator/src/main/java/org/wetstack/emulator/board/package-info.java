/**
 * Firmware boards as state machines: messages and time in, messages out. Written from SPEC.md
 * alone, in integers, and run under the lock of their world.
 */
@NullMarked
package org.wetstack.emulator.board;

import org.jspecify.annotations.NullMarked;
