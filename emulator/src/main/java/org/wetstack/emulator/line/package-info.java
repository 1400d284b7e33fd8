/** A serial line and the instruments that hang on it. Knows nothing of what they say. */
@NullMarked
package org.wetstack.emulator.line;

import org.jspecify.annotations.NullMarked;
