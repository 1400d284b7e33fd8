@NullMarked
package org.wetstack.drivers.intanrhx;

import org.jspecify.annotations.NullMarked;
