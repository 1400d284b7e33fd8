package org.wetstack.hal;

/**
 * Proof that a stimulus was begun.
 *
 * @param firstSample the device sample during which the first phase of the first pulse began
 */
public record Receipt(OperationId operation, long firstSample) {}
