/**
 * Syringe pumps of the New Era NE-1000 family and what is sold under other names but speaks the
 * same: basic and safe mode, addressed pumps on one line, pumping programs, alarms. Written from
 * manuals and from exchanges recorded by others; what neither says is an option of the {@link
 * org.wetstack.emulator.newera.NewEraSpec}.
 */
@NullMarked
package org.wetstack.emulator.newera;

import org.jspecify.annotations.NullMarked;
