/**
 * The device end of the firmware protocol over a pump of the HAL, whatever its maker. It stands
 * where the pump stands, and is the dead-man of pumps that have none.
 */
@NullMarked
package org.wetstack.bridge;

import org.jspecify.annotations.NullMarked;
