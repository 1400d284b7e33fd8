/**
 * Links over serial ports, real or pseudo. Everything known about jSerialComm and its traps stays
 * in here.
 */
@NullMarked
package org.wetstack.link.serial;

import org.jspecify.annotations.NullMarked;
