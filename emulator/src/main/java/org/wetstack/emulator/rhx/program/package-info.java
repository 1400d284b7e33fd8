/**
 * The emulated Intan RHX program as a whole: its three sockets, what it is made of, and the bench
 * from which tests disturb it.
 */
@NullMarked
package org.wetstack.emulator.rhx.program;

import org.jspecify.annotations.NullMarked;
