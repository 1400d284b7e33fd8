/**
 * Drives syringe pumps of the New Era NE-1000 family, and those of other makers that speak alike.
 * Facts of the protocol are from the maker's manuals and from exchanges recorded with real pumps.
 */
@NullMarked
package org.wetstack.drivers.newera;

import org.jspecify.annotations.NullMarked;
