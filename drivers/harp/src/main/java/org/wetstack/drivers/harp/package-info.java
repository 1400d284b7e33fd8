/** Drives instruments of Harp. */
@NullMarked
package org.wetstack.drivers.harp;

import org.jspecify.annotations.NullMarked;
