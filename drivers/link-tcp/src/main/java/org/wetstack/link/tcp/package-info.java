/**
 * Links over TCP: plain ones with a thread each, and those inside TLS 1.3 by Netty. Everything
 * known about Netty stays in here.
 */
@NullMarked
package org.wetstack.link.tcp;

import org.jspecify.annotations.NullMarked;
