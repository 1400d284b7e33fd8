package org.wetstack.lab.store;

import java.time.Instant;

/**
 * What a series was within some time.
 *
 * @param at when that begins
 * @param min the least value
 * @param mean of all values
 * @param max the greatest value
 * @param count of values; at least 1
 */
public record Bucket(Instant at, double min, double mean, double max, long count) {}
