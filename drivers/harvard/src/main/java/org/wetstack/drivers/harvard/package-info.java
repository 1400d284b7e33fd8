/** Drives the syringe pumps Pump 11 Elite, Pico Plus Elite and PHD ULTRA of Harvard Apparatus. */
@NullMarked
package org.wetstack.drivers.harvard;

import org.jspecify.annotations.NullMarked;
