/** The command language of an emulated Intan RHX program. */
@NullMarked
package org.wetstack.emulator.rhx.command;

import org.jspecify.annotations.NullMarked;
