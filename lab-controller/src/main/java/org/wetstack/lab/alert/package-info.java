/**
 * Tells people of alarms who are not in the room, and goes on until each has been told or has lost
 * its use.
 */
@org.jspecify.annotations.NullMarked
package org.wetstack.lab.alert;
