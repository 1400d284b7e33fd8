/**
 * Tests of framing and messages against published vectors, tools from outside and random bytes.
 * Every random test prints its seed when it fails.
 */
@NullMarked
package org.wetstack.protocol;

import org.jspecify.annotations.NullMarked;
