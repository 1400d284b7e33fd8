package org.wetstack.exchange;

import static org.bytedeco.hdf5.global.hdf5.H5Aclose;
import static org.bytedeco.hdf5.global.hdf5.H5Acreate2;
import static org.bytedeco.hdf5.global.hdf5.H5Awrite;
import static org.bytedeco.hdf5.global.hdf5.H5Dclose;
import static org.bytedeco.hdf5.global.hdf5.H5Dcreate2;
import static org.bytedeco.hdf5.global.hdf5.H5Dwrite;
import static org.bytedeco.hdf5.global.hdf5.H5Eset_auto2;
import static org.bytedeco.hdf5.global.hdf5.H5F_ACC_TRUNC;
import static org.bytedeco.hdf5.global.hdf5.H5F_LIBVER_V110;
import static org.bytedeco.hdf5.global.hdf5.H5Fclose;
import static org.bytedeco.hdf5.global.hdf5.H5Fcreate;
import static org.bytedeco.hdf5.global.hdf5.H5Fstart_swmr_write;
import static org.bytedeco.hdf5.global.hdf5.H5Gclose;
import static org.bytedeco.hdf5.global.hdf5.H5Gcreate2;
import static org.bytedeco.hdf5.global.hdf5.H5Lcreate_soft;
import static org.bytedeco.hdf5.global.hdf5.H5Oclose;
import static org.bytedeco.hdf5.global.hdf5.H5Oopen;
import static org.bytedeco.hdf5.global.hdf5.H5P_CLS_FILE_ACCESS_ID_g;
import static org.bytedeco.hdf5.global.hdf5.H5Pclose;
import static org.bytedeco.hdf5.global.hdf5.H5Pcreate;
import static org.bytedeco.hdf5.global.hdf5.H5Pset_libver_bounds;
import static org.bytedeco.hdf5.global.hdf5.H5R_OBJECT;
import static org.bytedeco.hdf5.global.hdf5.H5Rcreate;
import static org.bytedeco.hdf5.global.hdf5.H5S_SCALAR;
import static org.bytedeco.hdf5.global.hdf5.H5Sclose;
import static org.bytedeco.hdf5.global.hdf5.H5Screate;
import static org.bytedeco.hdf5.global.hdf5.H5Screate_simple;
import static org.bytedeco.hdf5.global.hdf5.H5T_CSET_UTF8;
import static org.bytedeco.hdf5.global.hdf5.H5T_C_S1_g;
import static org.bytedeco.hdf5.global.hdf5.H5T_IEEE_F32LE_g;
import static org.bytedeco.hdf5.global.hdf5.H5T_IEEE_F64LE_g;
import static org.bytedeco.hdf5.global.hdf5.H5T_STD_I32LE_g;
import static org.bytedeco.hdf5.global.hdf5.H5T_STD_I64LE_g;
import static org.bytedeco.hdf5.global.hdf5.H5T_STD_REF_OBJ_g;
import static org.bytedeco.hdf5.global.hdf5.H5T_STD_U64LE_g;
import static org.bytedeco.hdf5.global.hdf5.H5T_VARIABLE;
import static org.bytedeco.hdf5.global.hdf5.H5Tclose;
import static org.bytedeco.hdf5.global.hdf5.H5Tcopy;
import static org.bytedeco.hdf5.global.hdf5.H5Tset_cset;
import static org.bytedeco.hdf5.global.hdf5.H5Tset_size;
import static org.bytedeco.hdf5.global.hdf5.H5open;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * A new HDF5 file: groups, links, attributes and small datasets, through the C library. For one
 * thread, and one file at a time in a process: the library is not thread-safe. Any refusal of the
 * library is an {@link IOException}.
 */
final class HdfFile implements Closeable {

  private static final int DEFAULT = 0;

  private final Path path;
  private final long file;
  private final long text;
  private boolean open = true;

  HdfFile(Path path) throws IOException {
    this(path, false);
  }

  /** One that others may read while it is written, once {@link #share} was called. */
  static HdfFile live(Path path) throws IOException {
    return new HdfFile(path, true);
  }

  private HdfFile(Path path, boolean live) throws IOException {
    this.path = path;
    H5open();
    // Without this the library prints its own account of each failure.
    H5Eset_auto2(DEFAULT, null, null);
    try (BytePointer name = new BytePointer(path.toString(), StandardCharsets.UTF_8)) {
      long access = id(H5Pcreate(H5P_CLS_FILE_ACCESS_ID_g()), "access");
      if (live) {
        // The oldest format that can be read while it is written.
        done(H5Pset_libver_bounds(access, H5F_LIBVER_V110, H5F_LIBVER_V110), "format");
      }
      file = id(H5Fcreate(name, H5F_ACC_TRUNC, DEFAULT, access), "create");
      done(H5Pclose(access), "access");
    }
    text = id(H5Tcopy(H5T_C_S1_g()), "text type");
    done(H5Tset_size(text, H5T_VARIABLE), "text size");
    done(H5Tset_cset(text, H5T_CSET_UTF8), "text encoding");
  }

  long id() {
    return file;
  }

  /** From now on others may read, and datasets may only grow. */
  void share() throws IOException {
    done(H5Fstart_swmr_write(file), "share");
  }

  void group(String name) throws IOException {
    done(H5Gclose(id(H5Gcreate2(file, name, DEFAULT, DEFAULT, DEFAULT), name)), name);
  }

  /** {@code at} leads to {@code target}. */
  void link(String at, String target) throws IOException {
    done(H5Lcreate_soft(target, file, at, DEFAULT, DEFAULT), at);
  }

  void attribute(String object, String name, String value) throws IOException {
    try (Texts values = new Texts(List.of(value))) {
      attribute(object, name, text, new long[0], values.pointers);
    }
  }

  void attribute(String object, String name, List<String> values) throws IOException {
    try (Texts texts = new Texts(values)) {
      attribute(object, name, text, new long[] {values.size()}, texts.pointers);
    }
  }

  void attribute(String object, String name, double value) throws IOException {
    try (DoublePointer one = new DoublePointer(new double[] {value})) {
      attribute(object, name, H5T_IEEE_F64LE_g(), new long[0], one);
    }
  }

  void attribute(String object, String name, float value) throws IOException {
    try (FloatPointer one = new FloatPointer(new float[] {value})) {
      attribute(object, name, H5T_IEEE_F32LE_g(), new long[0], one);
    }
  }

  void attribute(String object, String name, int value) throws IOException {
    try (IntPointer one = new IntPointer(new int[] {value})) {
      attribute(object, name, H5T_STD_I32LE_g(), new long[0], one);
    }
  }

  /** A reference to {@code target}. */
  void reference(String object, String name, String target) throws IOException {
    try (LongPointer one = references(List.of(target))) {
      attribute(object, name, H5T_STD_REF_OBJ_g(), new long[0], one);
    }
  }

  void text(String name, String value) throws IOException {
    try (Texts values = new Texts(List.of(value))) {
      dataset(name, text, new long[0], values.pointers);
    }
  }

  void texts(String name, List<String> values) throws IOException {
    try (Texts texts = new Texts(values)) {
      dataset(name, text, new long[] {values.size()}, texts.pointers);
    }
  }

  void number(String name, double value) throws IOException {
    try (DoublePointer one = new DoublePointer(new double[] {value})) {
      dataset(name, H5T_IEEE_F64LE_g(), new long[0], one);
    }
  }

  void numbers(String name, double[] values) throws IOException {
    try (DoublePointer all = new DoublePointer(values)) {
      dataset(name, H5T_IEEE_F64LE_g(), new long[] {values.length}, all);
    }
  }

  void numbers(String name, long[] values) throws IOException {
    try (LongPointer all = new LongPointer(values)) {
      dataset(name, H5T_STD_I64LE_g(), new long[] {values.length}, all);
    }
  }

  /** Whole numbers of 0 or more, in an unsigned type. */
  void counts(String name, long[] values) throws IOException {
    try (LongPointer all = new LongPointer(values)) {
      dataset(name, H5T_STD_U64LE_g(), new long[] {values.length}, all);
    }
  }

  /** References to all {@code targets}. */
  void references(String name, List<String> targets) throws IOException {
    try (LongPointer all = references(targets)) {
      dataset(name, H5T_STD_REF_OBJ_g(), new long[] {targets.size()}, all);
    }
  }

  /** A reference of this kind is the 8 bytes of an address. */
  private LongPointer references(List<String> targets) throws IOException {
    LongPointer all = new LongPointer(targets.size());
    for (int i = 0; i < targets.size(); i++) {
      try (LongPointer one = new LongPointer(1)) {
        done(H5Rcreate(one, file, targets.get(i), H5R_OBJECT, -1), targets.get(i));
        all.put(i, one.get());
      }
    }
    return all;
  }

  private void attribute(String object, String name, long type, long[] dims, Pointer value)
      throws IOException {
    long owner = id(H5Oopen(file, object, DEFAULT), object);
    long space = space(dims);
    long made = id(H5Acreate2(owner, name, type, space, DEFAULT, DEFAULT), object + " " + name);
    done(H5Awrite(made, type, value), object + " " + name);
    done(H5Aclose(made), name);
    done(H5Sclose(space), name);
    done(H5Oclose(owner), object);
  }

  private void dataset(String name, long type, long[] dims, Pointer values) throws IOException {
    long space = space(dims);
    long made = id(H5Dcreate2(file, name, type, space, DEFAULT, DEFAULT, DEFAULT), name);
    if (dims.length == 0 || dims[0] > 0) {
      done(H5Dwrite(made, type, DEFAULT, DEFAULT, DEFAULT, values), name);
    }
    done(H5Dclose(made), name);
    done(H5Sclose(space), name);
  }

  private long space(long[] dims) throws IOException {
    return id(dims.length == 0 ? H5Screate(H5S_SCALAR) : H5Screate_simple(1, dims, dims), "space");
  }

  long id(long made, String what) throws IOException {
    if (made < 0) {
      throw refused(what);
    }
    return made;
  }

  void done(int status, String what) throws IOException {
    if (status < 0) {
      throw refused(what);
    }
  }

  private IOException refused(String what) {
    return new IOException(
        "HDF5 refused '" + what + "' in " + path + ": is the disk full, or not writable?");
  }

  @Override
  public void close() throws IOException {
    if (open) {
      open = false;
      H5Tclose(text);
      done(H5Fclose(file), "close");
    }
  }

  /** Texts as the C library wants them. A NUL would end one early, so it is shown instead. */
  private static final class Texts implements AutoCloseable {
    private final BytePointer[] each;
    final PointerPointer<BytePointer> pointers;

    Texts(List<String> values) {
      each = new BytePointer[values.size()];
      for (int i = 0; i < each.length; i++) {
        each[i] = new BytePointer(values.get(i).replace('\0', '␀'), StandardCharsets.UTF_8);
      }
      pointers = new PointerPointer<>(each);
    }

    @Override
    public void close() {
      pointers.close();
      for (BytePointer one : each) {
        one.close();
      }
    }
  }
}
