/**
 * Lets many listen to the one stream of an array: recordings, spike finders, people elsewhere. None
 * of them can slow it.
 */
@org.jspecify.annotations.NullMarked
package org.wetstack.lab.tap;
