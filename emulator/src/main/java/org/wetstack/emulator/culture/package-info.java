/**
 * A living culture on its electrodes: organoids, the fluid they are in, and how they live and die.
 * A model to exercise drivers and experiments; it does not predict what tissue does.
 */
@NullMarked
package org.wetstack.emulator.culture;

import org.jspecify.annotations.NullMarked;
