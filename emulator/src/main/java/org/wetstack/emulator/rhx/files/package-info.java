/** The files that an emulated Intan RHX program writes and reads. */
@NullMarked
package org.wetstack.emulator.rhx.files;

import org.jspecify.annotations.NullMarked;
