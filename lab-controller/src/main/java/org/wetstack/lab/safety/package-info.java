/**
 * What may be done to a culture: limits of stimuli and doses, and who counts what was done. Nothing
 * here talks to a device; everything here works in whole numbers, after quantisation.
 */
@org.jspecify.annotations.NullMarked
package org.wetstack.lab.safety;
