/**
 * An emulated rig for JUnit tests: an annotation that makes one for each test, and hands its
 * instruments, devices and bench faces to whatever parameters ask for them.
 */
@NullMarked
package org.wetstack.rig;

import org.jspecify.annotations.NullMarked;
