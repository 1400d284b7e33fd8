/**
 * Where emulated boards meet the outside: pseudo-terminals, listeners and brokers a real host can
 * open. Hosts carry bytes and start threads; what the bytes mean is the board's business.
 */
@NullMarked
package org.wetstack.emulator.host;

import org.jspecify.annotations.NullMarked;
