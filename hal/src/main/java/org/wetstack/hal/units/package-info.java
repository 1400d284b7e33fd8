/** Physical quantities of the API as exact integers. Nothing here rounds silently. */
@NullMarked
package org.wetstack.hal.units;

import org.jspecify.annotations.NullMarked;
