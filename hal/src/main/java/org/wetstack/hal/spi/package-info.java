/** What a driver or link author implements: links, drivers and the source of time. */
@NullMarked
package org.wetstack.hal.spi;

import org.jspecify.annotations.NullMarked;
