/**
 * What becomes of cultures: what was observed of them, how they are, and how long they may last.
 */
@NullMarked
package org.wetstack.lab.culture;

import org.jspecify.annotations.NullMarked;
