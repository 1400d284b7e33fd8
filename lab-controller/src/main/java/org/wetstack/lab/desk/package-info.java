/**
 * The one door to a rig: every command that does something comes through here, is admitted whole or
 * refused in a stated order, and is in the journal before its effect.
 */
@org.jspecify.annotations.NullMarked
package org.wetstack.lab.desk;
