/**
 * Measurements, as ratios within one run: what the stack costs against a raw socket that moves the
 * same bytes. Never asserted, because machines are noisy; printed with their spread.
 */
@NullMarked
package org.wetstack.benchmarks;

import org.jspecify.annotations.NullMarked;
