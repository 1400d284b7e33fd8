/**
 * A whole emulated rig: what it is made of, how that is written in YAML, and how it is started.
 * Adds no physics of its own: it puts boards, tissue, tubes and hosts together.
 */
@NullMarked
package org.wetstack.emulator.rig;

import org.jspecify.annotations.NullMarked;
