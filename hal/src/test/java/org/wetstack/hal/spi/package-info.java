/** Tests of what drivers and links stand on: time, endpoints and TLS files. */
@NullMarked
package org.wetstack.hal.spi;

import org.jspecify.annotations.NullMarked;
