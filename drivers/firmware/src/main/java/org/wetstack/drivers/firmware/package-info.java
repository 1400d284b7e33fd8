/**
 * Boards that speak the wetstack firmware protocol. SPEC.md of firmware-protocol says what they do.
 */
@NullMarked
package org.wetstack.drivers.firmware;

import org.jspecify.annotations.NullMarked;
