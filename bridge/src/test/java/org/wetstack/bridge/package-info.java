/** Tests of the bridge with a pump made of answers. */
@NullMarked
package org.wetstack.bridge;

import org.jspecify.annotations.NullMarked;
