/**
 * The rules every device and every link must keep, as tests to inherit. A name begins with the
 * number of its rule in {@code docs/contract.md}.
 */
@NullMarked
package org.wetstack.conformance;

import org.jspecify.annotations.NullMarked;
