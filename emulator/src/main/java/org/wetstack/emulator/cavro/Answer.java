package org.wetstack.emulator.cavro;

/**
 * What a pump says to a message.
 *
 * @param ready the bit that only the answer to a query is to be believed for
 */
record Answer(Fault fault, boolean ready, String data) {}
