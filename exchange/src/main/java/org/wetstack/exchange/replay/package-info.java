/**
 * Recordings played again as an instrument: the driver {@code recording}. A gap in the recording is
 * a gap in the stream.
 */
@NullMarked
package org.wetstack.exchange.replay;

import org.jspecify.annotations.NullMarked;
