/** What lives on the electrodes, and what it answers. */
@NullMarked
package org.wetstack.emulator.tissue;

import org.jspecify.annotations.NullMarked;
