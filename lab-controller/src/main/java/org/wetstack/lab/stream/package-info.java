/** Ways for the samples of one stream to several handlers, of which some may be slow. */
@NullMarked
package org.wetstack.lab.stream;

import org.jspecify.annotations.NullMarked;
