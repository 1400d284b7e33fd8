/**
 * The language spoken on the wire: framing, and schema-generated messages. Pure: no I/O, no
 * threads, no clocks.
 */
@NullMarked
package org.wetstack.protocol;

import org.jspecify.annotations.NullMarked;
