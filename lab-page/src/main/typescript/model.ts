/** What the API answers, as JSON maps it: 64-bit numbers are text, and what is 0 or empty is left out. */
export interface Limit { name: string; value?: string; unit: string }
export interface ElectrodeKind {
  material: string; diameterMicrometers: number; mostPhasePicocoulombs: string; binding: string; mostMicrocoulombsPerSquareCentimeter: number;
}
export interface Culture {
  name: string; array?: string; electrodes?: number[]; reservoirs?: string[]; limits?: Limit[]; plated?: string; cells?: string;
  givenLastHourNanoliters?: string; givenLastDayNanoliters?: string; givenNanoliters?: string; electrodeKind?: ElectrodeKind;
  lights?: string[]; litLastHourPicojoules?: string; litLastDayPicojoules?: string;
}
export interface Reservoir {
  name: string; pump: string; substance: string; nanomolar?: string; contentNanoliters?: string; leftAtLeastNanoliters?: string; expires?: string;
}
export interface Site { electrode?: number; xMicrometers?: number; yMicrometers?: number }
export interface Device {
  name: string; layout?: { samplesPerSecond: number; nanovoltsPerCount: number; sites?: Site[]; stimulates?: boolean };
  stimulus?: { mostNanoamps: number; stepNanoamps: number; ticksPerSecond: number; mostPulses: number };
}
export interface Instrument {
  name: string; condition: string; reason?: string; safeState?: string; model?: string; devices?: Device[]; verifiedOnHardware?: boolean;
}
export interface Interlock { name: string; state: string; reason?: string; reading?: number; read?: string }
export interface Rig {
  name: string; description?: string; version?: string; stopped?: boolean; cultures?: Culture[]; reservoirs?: Reservoir[];
  instruments?: Instrument[]; interlocks?: Interlock[]; disk?: { freeBytes?: string; keepFreeBytes?: string };
}
export interface FlashState {
  operation: string; progress: string; microwatts?: string; microseconds?: string; litAtMostMicroseconds?: string; end?: string; reason?: string;
}
export interface User { name: string; roles?: string[] }
export interface Lease {
  lease: string; resource: string; holder: string; purpose?: string; epoch: string; until: string; silenceMilliseconds: number;
}
export interface Booking { booking: string; resource: string; who: string; from: string; until: string; purpose?: string }
export interface Alarm { alarm: string; code: string; detail?: string; raised: string; acknowledgedBy?: string }
export interface DoseState {
  operation: string; progress: string; deliveredAtLeastNanoliters?: string; deliveredAtMostNanoliters?: string; end?: string; reason?: string;
}
export interface Applied {
  electrodes?: number[]; phases?: { nanoamps?: number; ticks?: number }[]; interphaseTicks?: number; pulses?: number; periodTicks?: number;
  settleTicks?: number; recoveryTicks?: number; ticksPerSecond: number;
}
export interface Train { operation: string; progress: string; firstSample?: string; reason?: string }
export interface Impedances {
  state: string; reason?: string; begun?: string; electrodes?: { electrode?: number; ohms?: number; degrees?: number }[];
}
export interface Experiment { experiment?: string; plan?: string; trials?: number; lines?: string[] }
export interface Life {
  daysInVitro?: number; vigour?: number; doses?: string; trains?: string; stops?: string; alarms?: string;
  forecast?: { low: number; median: number; high: number; lifespan: number };
  observations?: { at: string; vigour?: number; electrodes?: number; active?: number; spikesPerSecond?: number; answersPerPulse?: number }[];
  impedances?: { at: string; ohms?: number }[];
}
