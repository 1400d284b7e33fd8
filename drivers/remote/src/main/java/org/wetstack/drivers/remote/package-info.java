/**
 * The HAL over the API of a lab controller: a culture of a rig somewhere else, with its array and
 * its pumps, as one instrument. A session is a lease; the controller admits, limits and journals
 * all that is asked for.
 */
@NullMarked
package org.wetstack.drivers.remote;

import org.jspecify.annotations.NullMarked;
