/** Tests of the driver for New Era pumps. */
@NullMarked
package org.wetstack.drivers.newera;

import org.jspecify.annotations.NullMarked;
