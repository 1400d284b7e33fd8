package org.wetstack.hal;

/**
 * Something an instrument wants a person to know.
 *
 * @param device name of the device concerned; empty if it is the whole instrument
 * @param code short and stable, for programs: {@code occlusion}, {@code reservoir-empty}, …
 * @param detail for a person to read
 * @param safe whether the instrument has entered its safe state because of it
 */
public record Alarm(String device, String code, String detail, boolean safe) {}
