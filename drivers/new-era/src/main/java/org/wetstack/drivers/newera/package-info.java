/**
 * Drives syringe pumps of the New Era NE-1000 family in their safe mode: every packet has a check,
 * and the pump stops by itself when its host falls silent.
 */
@NullMarked
package org.wetstack.drivers.newera;

import org.jspecify.annotations.NullMarked;
