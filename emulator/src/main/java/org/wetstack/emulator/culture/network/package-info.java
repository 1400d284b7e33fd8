/**
 * The nerve cells of one organoid and the synapses between them: who fires when, by itself and
 * after a stimulus, and what it learns when dopamine is there.
 */
@NullMarked
package org.wetstack.emulator.culture.network;

import org.jspecify.annotations.NullMarked;
