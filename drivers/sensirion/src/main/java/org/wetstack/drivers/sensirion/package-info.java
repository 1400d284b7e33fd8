/** Drives instruments of Sensirion. */
@NullMarked
package org.wetstack.drivers.sensirion;

import org.jspecify.annotations.NullMarked;
