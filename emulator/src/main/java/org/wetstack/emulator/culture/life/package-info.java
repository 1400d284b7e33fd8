/**
 * How a culture settles, ages, suffers and dies. Knows what is done to it, and nothing of how it
 * fires.
 */
@NullMarked
package org.wetstack.emulator.culture.life;

import org.jspecify.annotations.NullMarked;
