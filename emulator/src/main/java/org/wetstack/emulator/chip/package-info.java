/**
 * Register-level models of Intan amplifier chips, from their data sheets: the words of the bus, the
 * registers, and the arithmetic between electrode and sample. They know no board and no tissue.
 */
@NullMarked
package org.wetstack.emulator.chip;

import org.jspecify.annotations.NullMarked;
