/**
 * The {@code wetstack study} commands: experiments on an emulated culture in virtual time, judged
 * by statistics and shown on a page. What they do over the HAL would run on a real rig as it is.
 */
@NullMarked
package org.wetstack.app.study;

import org.jspecify.annotations.NullMarked;
