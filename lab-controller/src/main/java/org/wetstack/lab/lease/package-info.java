/**
 * Who may act on a culture now: one holder at a time, fenced by a number that only grows, with a
 * queue and a calendar. What must survive a restart is read from the journal.
 */
@org.jspecify.annotations.NullMarked
package org.wetstack.lab.lease;
