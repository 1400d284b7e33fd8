/**
 * The fluids of a culture: what reservoirs and tubes bring, and how dopamine spreads, is taken up,
 * oxidises, is washed out, and is set free by light. Knows nothing of cells but where they are.
 */
@NullMarked
package org.wetstack.emulator.culture.chemistry;

import org.jspecify.annotations.NullMarked;
