/** Drives instruments of Harvard Apparatus. */
@NullMarked
package org.wetstack.drivers.harvard;

import org.jspecify.annotations.NullMarked;
