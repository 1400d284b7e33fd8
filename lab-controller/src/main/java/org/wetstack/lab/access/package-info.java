/**
 * Who somebody is, and what they may do: bearer tokens become principals with roles. What a
 * principal does with them is decided elsewhere.
 */
@org.jspecify.annotations.NullMarked
package org.wetstack.lab.access;
