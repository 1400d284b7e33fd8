package org.wetstack.lab.access;

/** What somebody may do. Roles do not include each other: whoever needs two has two. */
public enum Role {

  /** May see everything, and change nothing. */
  OBSERVER,

  /** May take leases, dose and stimulate within limits, and stop. */
  OPERATOR,

  /** May set limits, release stops and take leases from others. */
  SAFETY_OFFICER,

  /** May make and revoke tokens, and take bookings from others. */
  ADMIN
}
