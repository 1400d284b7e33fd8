/** Drives instruments of New Era. */
@NullMarked
package org.wetstack.drivers.newera;

import org.jspecify.annotations.NullMarked;
