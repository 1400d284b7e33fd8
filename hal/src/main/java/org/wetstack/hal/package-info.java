/**
 * What an instrument can do, in physical terms. No wire formats, no transports, no third-party
 * types.
 */
@NullMarked
package org.wetstack.hal;

import org.jspecify.annotations.NullMarked;
