/**
 * An Intan RHX program that is not there: its three sockets, its command language, its signals and
 * its files, for clients written for the real one.
 */
@NullMarked
package org.wetstack.emulator.rhx;

import org.jspecify.annotations.NullMarked;
