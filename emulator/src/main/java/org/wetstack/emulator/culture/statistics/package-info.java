/**
 * What a recording says of a culture: spikes found as published recordings were searched, and the
 * figures such publications give. For reports and tests; the emulation itself uses none of it.
 */
@NullMarked
package org.wetstack.emulator.culture.statistics;

import org.jspecify.annotations.NullMarked;
