/**
 * Serves a lab controller over gRPC, HTTP/JSON and WebSocket on one port. It knows who is asking
 * and whether they may; what happens then is for the controller to decide.
 */
@org.jspecify.annotations.NullMarked
package org.wetstack.server;
