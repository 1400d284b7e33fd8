/**
 * Instruments that behave like the real ones on the wire, and alive behind it. Each has two faces:
 * the wire face that a driver sees, and a bench face for tests.
 */
@NullMarked
package org.wetstack.emulator;

import org.jspecify.annotations.NullMarked;
