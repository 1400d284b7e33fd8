/**
 * The syringe pumps Pump 11 Elite, Pico Plus Elite and PHD ULTRA of Harvard Apparatus, as their
 * manuals and those who drive them describe them, down to the byte. What is not certain is a {@link
 * org.wetstack.emulator.harvard.Quirks quirk}.
 */
@NullMarked
package org.wetstack.emulator.harvard;

import org.jspecify.annotations.NullMarked;
