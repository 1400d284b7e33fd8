/**
 * The {@code wetstack} command. It puts the other modules together and adds nothing of its own that
 * a program could not do with them.
 */
@NullMarked
package org.wetstack.app;

import org.jspecify.annotations.NullMarked;
