/**
 * What happened to a rig, in order and on disk: written before each effect, chained by hashes, and
 * read by everything that must remember over a restart.
 */
@org.jspecify.annotations.NullMarked
package org.wetstack.lab.journal;
