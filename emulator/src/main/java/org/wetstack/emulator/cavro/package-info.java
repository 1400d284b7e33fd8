/**
 * Tecan Cavro XCalibur and Centris syringe pumps, as their OEM and DT protocols show them. Written
 * from fact sheets, with no driver in sight; what no sheet says is a named option of the spec.
 */
@NullMarked
package org.wetstack.emulator.cavro;

import org.jspecify.annotations.NullMarked;
