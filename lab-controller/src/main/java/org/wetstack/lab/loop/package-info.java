/**
 * Closes the loop: samples in, a decision per block, a dose or a pulse out. Deciding and triggering
 * happen on the link's thread and never block; dosing happens on a thread of its own.
 */
@NullMarked
package org.wetstack.lab.loop;

import org.jspecify.annotations.NullMarked;
