package org.wetstack.exchange;

import static org.bytedeco.hdf5.global.hdf5.H5Dclose;
import static org.bytedeco.hdf5.global.hdf5.H5Dcreate2;
import static org.bytedeco.hdf5.global.hdf5.H5Dflush;
import static org.bytedeco.hdf5.global.hdf5.H5Dset_extent;
import static org.bytedeco.hdf5.global.hdf5.H5Dwrite;
import static org.bytedeco.hdf5.global.hdf5.H5P_CLS_DATASET_CREATE_ID_g;
import static org.bytedeco.hdf5.global.hdf5.H5Pclose;
import static org.bytedeco.hdf5.global.hdf5.H5Pcreate;
import static org.bytedeco.hdf5.global.hdf5.H5Pset_chunk;
import static org.bytedeco.hdf5.global.hdf5.H5Pset_deflate;
import static org.bytedeco.hdf5.global.hdf5.H5Pset_shuffle;
import static org.bytedeco.hdf5.global.hdf5.H5S_SELECT_SET;
import static org.bytedeco.hdf5.global.hdf5.H5S_UNLIMITED;
import static org.bytedeco.hdf5.global.hdf5.H5Sclose;
import static org.bytedeco.hdf5.global.hdf5.H5Screate_simple;
import static org.bytedeco.hdf5.global.hdf5.H5Sselect_hyperslab;
import static org.bytedeco.hdf5.global.hdf5.H5T_IEEE_F64LE_g;
import static org.bytedeco.hdf5.global.hdf5.H5T_STD_I16LE_g;

import java.io.Closeable;
import java.io.IOException;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.ShortPointer;

/** A long dataset of a file, written piece by piece, in chunks. For one thread. */
final class HdfSeries implements Closeable {

  private static final int DEFAULT = 0;

  private final HdfFile file;
  private final String name;
  private final long type;
  private final int columns;
  private final long set;
  private boolean open = true;

  private HdfSeries(
      HdfFile file,
      String name,
      long type,
      long rows,
      int columns,
      long chunkRows,
      int deflate,
      boolean grows)
      throws IOException {
    this.file = file;
    this.name = name;
    this.type = type;
    this.columns = columns;
    long[] dims = columns == 0 ? new long[] {rows} : new long[] {rows, columns};
    long[] most = dims.clone();
    if (grows) {
      most[0] = H5S_UNLIMITED;
    }
    long space = file.id(H5Screate_simple(dims.length, dims, most), name);
    long layout = file.id(H5Pcreate(H5P_CLS_DATASET_CREATE_ID_g()), name);
    if (rows > 0 || grows) {
      long each = grows ? chunkRows : Math.min(rows, chunkRows);
      long[] chunk = columns == 0 ? new long[] {each} : new long[] {each, columns};
      file.done(H5Pset_chunk(layout, chunk.length, chunk), name);
      if (deflate > 0) {
        file.done(H5Pset_shuffle(layout), name);
        file.done(H5Pset_deflate(layout, deflate), name);
      }
    }
    set = file.id(H5Dcreate2(file.id(), name, type, space, DEFAULT, layout, DEFAULT), name);
    file.done(H5Pclose(layout), name);
    file.done(H5Sclose(space), name);
  }

  /** Rows of {@code columns} 16-bit numbers. */
  static HdfSeries shorts(
      HdfFile file, String name, long rows, int columns, long chunkRows, int deflate)
      throws IOException {
    return new HdfSeries(file, name, H5T_STD_I16LE_g(), rows, columns, chunkRows, deflate, false);
  }

  /** One double a row. */
  static HdfSeries doubles(HdfFile file, String name, long rows, long chunkRows, int deflate)
      throws IOException {
    return new HdfSeries(file, name, H5T_IEEE_F64LE_g(), rows, 0, chunkRows, deflate, false);
  }

  /** Rows of {@code columns} 16-bit numbers, none of them yet. */
  static HdfSeries growingShorts(HdfFile file, String name, int columns, long chunkRows)
      throws IOException {
    return new HdfSeries(file, name, H5T_STD_I16LE_g(), 0, columns, chunkRows, 0, true);
  }

  /** One double a row, none of them yet. */
  static HdfSeries growingDoubles(HdfFile file, String name, long chunkRows) throws IOException {
    return new HdfSeries(file, name, H5T_IEEE_F64LE_g(), 0, 0, chunkRows, 0, true);
  }

  /** Makes a growing one as long as {@code rows}. */
  void grow(long rows) throws IOException {
    long[] dims = columns == 0 ? new long[] {rows} : new long[] {rows, columns};
    file.done(H5Dset_extent(set, dims), name);
  }

  /** Lets others see what was written. */
  void flush() throws IOException {
    file.done(H5Dflush(set), name);
  }

  /** Fills {@code rows} rows from {@code row} on. */
  void write(long row, long rows, ShortPointer values) throws IOException {
    put(row, rows, values);
  }

  /** Fills {@code rows} rows from {@code row} on. */
  void write(long row, long rows, DoublePointer values) throws IOException {
    put(row, rows, values);
  }

  private void put(long row, long rows, Pointer values) throws IOException {
    if (rows == 0) {
      return;
    }
    long[] from = columns == 0 ? new long[] {row} : new long[] {row, 0};
    long[] count = columns == 0 ? new long[] {rows} : new long[] {rows, columns};
    long whole = file.id(org.bytedeco.hdf5.global.hdf5.H5Dget_space(set), name);
    long part = file.id(H5Screate_simple(count.length, count, count), name);
    long[] ones = count.length == 1 ? new long[] {1} : new long[] {1, 1};
    file.done(H5Sselect_hyperslab(whole, H5S_SELECT_SET, from, ones, count, ones), name);
    file.done(H5Dwrite(set, type, part, whole, DEFAULT, values), name);
    file.done(H5Sclose(part), name);
    file.done(H5Sclose(whole), name);
  }

  @Override
  public void close() throws IOException {
    if (open) {
      open = false;
      file.done(H5Dclose(set), name);
    }
  }
}
