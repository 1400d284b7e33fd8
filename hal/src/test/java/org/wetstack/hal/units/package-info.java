/** Tests of the units. What they hold is that no number changes on its way in or out. */
@NullMarked
package org.wetstack.hal.units;

import org.jspecify.annotations.NullMarked;
