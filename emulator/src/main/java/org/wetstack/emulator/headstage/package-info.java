/**
 * The part of an array's firmware that speaks to amplifier chips, and the buses they are on: which
 * words are sent when, what the replies must be, and what to do when they are not. It knows chips
 * and preparations, and neither hosts nor messages.
 */
@NullMarked
package org.wetstack.emulator.headstage;

import org.jspecify.annotations.NullMarked;
