/**
 * What a controller does at its times: each run is done once, under a lease like anybody's, and
 * what was missed, skipped or refused is told.
 */
@org.jspecify.annotations.NullMarked
package org.wetstack.lab.schedule;
