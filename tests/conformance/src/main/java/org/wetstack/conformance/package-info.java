/**
 * The contract of docs/contract.md as test suites over the HAL alone. A driver proves itself by
 * extending the suite of its device class, against an emulator or against the real instrument.
 */
@NullMarked
package org.wetstack.conformance;

import org.jspecify.annotations.NullMarked;
