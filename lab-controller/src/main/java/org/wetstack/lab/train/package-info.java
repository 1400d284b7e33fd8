/**
 * Trains a culture: an experiment says how state becomes pulses and activity becomes a decision;
 * the rest of this package runs it, in arms and from seeds, keeps a journal, and says what came of
 * it.
 */
@NullMarked
package org.wetstack.lab.train;

import org.jspecify.annotations.NullMarked;
