/**
 * Pictures and pages that need nothing but a browser: axes, panels of lines and bars as SVG, and
 * the page around them. Knows nothing of what is drawn.
 */
@NullMarked
package org.wetstack.lab.plot;

import org.jspecify.annotations.NullMarked;
