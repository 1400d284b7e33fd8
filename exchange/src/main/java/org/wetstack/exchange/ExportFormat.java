package org.wetstack.exchange;

/** What a recording can be exported as. */
public enum ExportFormat {
  /** NWB 2 in one HDF5 file: everything. */
  NWB,
  /** A folder of Intan .rhs files: samples and stimulation. */
  RHS,
  /** A folder of tables as text: everything but samples. */
  CSV,
  /** The same tables as Apache Parquet. */
  PARQUET
}
