/**
 * What an emulated Intan RHX program knows: its controller, its channels and all parameters that
 * its command socket reads and sets.
 */
@NullMarked
package org.wetstack.emulator.rhx.state;

import org.jspecify.annotations.NullMarked;
