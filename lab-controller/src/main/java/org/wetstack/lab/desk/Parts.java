package org.wetstack.lab.desk;

import java.util.Map;
import java.util.concurrent.Executor;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.lab.journal.Journal;
import org.wetstack.lab.lease.Leases;
import org.wetstack.lab.safety.Interlocks;
import org.wetstack.lab.supervise.Station;

/**
 * What everything at the desk works with.
 *
 * @param executor where tasks may block
 * @param stations by name
 */
record Parts(
    Timebase time,
    Executor executor,
    Journal journal,
    Operations operations,
    Outcomes outcomes,
    Leases leases,
    Interlocks interlocks,
    Latch stop,
    Map<String, Station> stations) {}
