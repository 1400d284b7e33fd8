/**
 * Links over an MQTT 5 broker, which carries messages but promises little: no more than the
 * protocol above asks for. Everything known about Paho and its traps stays in here.
 */
@NullMarked
package org.wetstack.link.mqtt;

import org.jspecify.annotations.NullMarked;
