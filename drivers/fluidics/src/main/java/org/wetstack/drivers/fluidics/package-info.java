/**
 * What drivers of pumps and flow sensors on a serial line share: one question at a time on a line
 * ({@link org.wetstack.drivers.fluidics.Line}), sessions that end when nothing is heard any more
 * ({@link org.wetstack.drivers.fluidics.LineInstrument}), doses that are never given twice ({@link
 * org.wetstack.drivers.fluidics.MachinePump}), and the ledger on the host that remembers them.
 *
 * <p>A driver of a family of pumps is a {@link org.wetstack.drivers.fluidics.Codec}, which cuts
 * bytes into frames, and a {@link org.wetstack.drivers.fluidics.PumpMachine}, which knows what to
 * say. Its provider reads its options with {@link org.wetstack.drivers.fluidics.LineEndpoint} and
 * opens a {@link org.wetstack.drivers.fluidics.MachineInstrument}.
 */
@NullMarked
package org.wetstack.drivers.fluidics;

import org.jspecify.annotations.NullMarked;
