/** Drives instruments of Tecan Cavro. */
@NullMarked
package org.wetstack.drivers.cavro;

import org.jspecify.annotations.NullMarked;
