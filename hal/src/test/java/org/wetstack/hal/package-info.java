/** Tests of the records and rules of the API. No device, no thread and no clock is needed here. */
@NullMarked
package org.wetstack.hal;

import org.jspecify.annotations.NullMarked;
