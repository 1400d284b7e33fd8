/** Links over TCP, plain or inside TLS 1.3. Everything known about Netty stays in here. */
@NullMarked
package org.wetstack.link.tcp;

import org.jspecify.annotations.NullMarked;
