/**
 * A culture on its way from one controller to another: what is known of it, who has it, and how
 * those who kept accounts of it at one rig go on at the other.
 */
@NullMarked
package org.wetstack.lab.parcel;

import org.jspecify.annotations.NullMarked;
