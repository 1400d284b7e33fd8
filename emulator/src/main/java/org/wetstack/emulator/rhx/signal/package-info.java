/**
 * The signals of an emulated Intan controller: samples from the culture, stimulation that really
 * happens, and the words of the waveform and spike sockets.
 */
@NullMarked
package org.wetstack.emulator.rhx.signal;

import org.jspecify.annotations.NullMarked;
