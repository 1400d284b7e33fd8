/**
 * What a rig was like over months, for those who ask: series and events, kept in a database and
 * thinned out as they age. The journal stays the truth; this is made of it and of readings.
 */
@NullMarked
package org.wetstack.lab.store;

import org.jspecify.annotations.NullMarked;
