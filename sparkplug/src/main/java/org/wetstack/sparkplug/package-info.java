/**
 * An edge node of Sparkplug B 3.0 that tells how something is, and takes no command but to tell it
 * all again. It knows nothing of rigs.
 */
@NullMarked
package org.wetstack.sparkplug;

import org.jspecify.annotations.NullMarked;
