/**
 * What turns and flows in a pump, whoever built it: stepper, screw, syringe and tube, and the bench
 * face that all pumps share. Knows no protocol; the pumps that labs have are built on it.
 */
@NullMarked
package org.wetstack.emulator.fluidics;

import org.jspecify.annotations.NullMarked;
