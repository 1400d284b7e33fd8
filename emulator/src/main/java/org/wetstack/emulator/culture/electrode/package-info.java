/**
 * Electrodes as physics: impedance, noise, what current does to them and what they show of it. They
 * know the fluid they are in only by its resistivity, and nothing of cells.
 */
@NullMarked
package org.wetstack.emulator.culture.electrode;

import org.jspecify.annotations.NullMarked;
