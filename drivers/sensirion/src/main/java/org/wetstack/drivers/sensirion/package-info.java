/**
 * Drives flow sensors of Sensirion on an SCC1 cable, which speaks SHDLC. What has flowed is the
 * cable's own sum, so that an answer that is lost costs no volume.
 */
@NullMarked
package org.wetstack.drivers.sensirion;

import org.jspecify.annotations.NullMarked;
