/**
 * The rig file: which instruments and cultures there are, and what may be done to them. Reads and
 * compares; opens nothing.
 */
@org.jspecify.annotations.NullMarked
package org.wetstack.lab.rig;
