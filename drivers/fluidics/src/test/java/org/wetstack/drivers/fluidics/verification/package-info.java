@NullMarked
package org.wetstack.drivers.fluidics.verification;

import org.jspecify.annotations.NullMarked;
