package org.wetstack.tests;

/** The rig that is killed: an array and a pump behind TCP, and a pump behind a broker. */
final class KillsRigFiles {

  static final String EMULATED =
      """
      seed: 7
      boards:
        - name: mea
          at: tcp://MEA
          devices:
            - {array: mea, layout: 1x8, samplesPerSecond: 5000, tissue: saline}
        - name: wired
          at: tcp://PUMP
          devices:
            - {pump: one, maxVolumePerHourNanoliters: 2000000000, reservoirNanoliters: 900000000000, quantumNanoliters: 1000}
        - name: remote
          at: mqtt://BROKER/kills/pump
          devices:
            - {pump: two, maxVolumePerHourNanoliters: 2000000000, reservoirNanoliters: 900000000000, quantumNanoliters: 1000}
      """;

  static final String RIG =
      """
      name: kills
      listen: LISTEN
      data: DATA
      instruments:
        mea: {driver: firmware, endpoint: "tcp://MEA"}
        wired: {driver: firmware, endpoint: "tcp://PUMP"}
        remote: {driver: firmware, endpoint: "mqtt://BROKER/kills/pump"}
      electrodes:
        tin: {material: titanium-nitride, diameter: 30 um}
      reservoirs:
        first: {pump: wired/one, substance: a, concentration: 1 nM, vehicle: v, content: 900 mL,
          prepared: 2026-01-01, expires: 2099-01-01}
        second: {pump: remote/two, substance: b, concentration: 1 nM, vehicle: v, content: 900 mL,
          prepared: 2026-01-01, expires: 2099-01-01}
      cultures:
        dish:
          cells: {batch: one}
          medium: m
          plated: 2026-01-01
          array: mea
          sites: 0-7
          electrodes: tin
          reservoirs: [first, second]
      limits:
        stimulation: {current: 3 uA, duty: 90 %, pulses-per-train: 1000, net-charge: 1 nC}
        dosing: {dose: 1 mL, hour: 900 mL, day: 900 mL, total: 900 mL, rate: 50 mL/min, pause: 0 s,
          amount-per-day: 1 mmol}
      leases: {silence: 10 s, longest: 8 h}
      """;

  private KillsRigFiles() {}
}
