/**
 * An MQTT broker inside the process, for demonstrations, tests and labs without one. Everything
 * known about Artemis stays in here.
 */
@NullMarked
package org.wetstack.broker;

import org.jspecify.annotations.NullMarked;
