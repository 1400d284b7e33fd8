/**
 * Electrode arrays behind a host that runs Intan RHX 3.x, over its remote TCP control. RHX has no
 * dead-man: when the host or its network is lost, what RHX was told to play is played to its end.
 */
@NullMarked
package org.wetstack.drivers.intanrhx;

import org.jspecify.annotations.NullMarked;
