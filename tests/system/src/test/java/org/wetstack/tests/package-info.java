/**
 * The whole stack, driver to emulator, put to the contract over every kind of link, and simulated
 * under faults. Also the rules of the architecture, as far as a machine can check them.
 */
@NullMarked
package org.wetstack.tests;

import org.jspecify.annotations.NullMarked;
