/**
 * Keeps the instruments of a rig open: watches them, opens them again when they are lost, and has
 * what was going on settled before anybody works with them.
 */
@org.jspecify.annotations.NullMarked
package org.wetstack.lab.supervise;
