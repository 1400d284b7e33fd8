package org.wetstack.exchange;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * An HDF5 file whose objects say which type of the NWB schema (2.7.0) or of hdmf-common they are.
 * Object ids follow from what is exported, so that the same recording gives the same ones.
 */
final class NwbFile implements Closeable {

  static final String VERSION = "2.7.0";
  private static final String CORE = "core";
  private static final String COMMON = "hdmf-common";

  final HdfFile hdf;
  private final String identifier;

  NwbFile(Path path, String identifier) throws IOException {
    this(new HdfFile(path), identifier);
  }

  NwbFile(HdfFile hdf, String identifier) throws IOException {
    this.hdf = hdf;
    this.identifier = identifier;
    typed("/", CORE, "NWBFile");
    hdf.attribute("/", "nwb_version", VERSION);
  }

  /** Makes a group that is a {@code type} of the NWB schema. */
  void group(String path, String type) throws IOException {
    hdf.group(path);
    typed(path, CORE, type);
  }

  /** Says that the object at {@code path}, which is there, is a {@code type} of NWB. */
  void core(String path, String type) throws IOException {
    typed(path, CORE, type);
  }

  private void typed(String path, String namespace, String type) throws IOException {
    hdf.attribute(path, "namespace", namespace);
    hdf.attribute(path, "neurodata_type", type);
    UUID id = UUID.nameUUIDFromBytes((identifier + path).getBytes(StandardCharsets.UTF_8));
    hdf.attribute(path, "object_id", id.toString());
  }

  /** Begins a time series; its data is to be written to {@code path/data}. */
  void series(String path, String type, String description) throws IOException {
    group(path, type);
    hdf.attribute(path, "description", description);
    hdf.attribute(path, "comments", "no comments");
  }

  /** What the numbers in {@code path/data} mean: times {@code conversion} they are in this unit. */
  void unit(String path, String unit, double conversion, double resolution) throws IOException {
    String data = path + "/data";
    hdf.attribute(data, "unit", unit);
    hdf.attribute(data, "conversion", conversion);
    hdf.attribute(data, "resolution", resolution);
    hdf.attribute(data, "offset", 0.0);
  }

  /** One time for each datum. */
  void timestamps(String path, double[] seconds) throws IOException {
    hdf.numbers(path + "/timestamps", seconds);
    timestampAttributes(path);
  }

  void timestampAttributes(String path) throws IOException {
    hdf.attribute(path + "/timestamps", "interval", 1);
    hdf.attribute(path + "/timestamps", "unit", "seconds");
  }

  /** Evenly spaced data. */
  void startingTime(String path, double seconds, int samplesPerSecond) throws IOException {
    hdf.number(path + "/starting_time", seconds);
    hdf.attribute(path + "/starting_time", "rate", (float) samplesPerSecond);
    hdf.attribute(path + "/starting_time", "unit", "seconds");
  }

  @Override
  public void close() throws IOException {
    hdf.close();
  }

  /** A new table of columns that have as many rows each. */
  Table table(String path, String type, String description) throws IOException {
    hdf.group(path);
    typed(path, type.equals("DynamicTable") ? COMMON : CORE, type);
    hdf.attribute(path, "description", description);
    return new Table(path);
  }

  /** The columns of a table whose group is there already. */
  Table columnsOf(String path) {
    return new Table(path);
  }

  /** A {@code DynamicTable} or something that is one, column by column, then {@link #end}. */
  final class Table {
    private final String path;
    private final List<String> columns = new ArrayList<>();

    private Table(String path) {
      this.path = path;
    }

    Table texts(String name, String description, List<String> values) throws IOException {
      hdf.texts(path + "/" + name, values);
      return column(name, description, "VectorData");
    }

    Table numbers(String name, String description, double[] values) throws IOException {
      hdf.numbers(path + "/" + name, values);
      return column(name, description, "VectorData");
    }

    Table numbers(String name, String description, long[] values) throws IOException {
      hdf.numbers(path + "/" + name, values);
      return column(name, description, "VectorData");
    }

    Table references(String name, String description, List<String> targets) throws IOException {
      hdf.references(path + "/" + name, targets);
      return column(name, description, "VectorData");
    }

    /** A column whose data was written to {@code path/name} before. */
    Table column(String name, String description, String type) throws IOException {
      columns.add(name);
      return part(name, description, type);
    }

    /** Rows of another table. */
    Table region(String name, String description, long[] rows, String table) throws IOException {
      hdf.numbers(path + "/" + name, rows);
      column(name, description, "DynamicTableRegion");
      hdf.reference(path + "/" + name, "table", table);
      return this;
    }

    /** Says where in column {@code of} the values of each row end. */
    Table index(String of, long[] ends) throws IOException {
      hdf.counts(path + "/" + of + "_index", ends);
      part(of + "_index", "Ends of the rows in " + of, "VectorIndex");
      hdf.reference(path + "/" + of + "_index", "target", path + "/" + of);
      return this;
    }

    private Table part(String name, String description, String type) throws IOException {
      typed(path + "/" + name, COMMON, type);
      hdf.attribute(path + "/" + name, "description", description);
      return this;
    }

    /** With {@code rows} rows that are numbered from 0. */
    void end(int rows) throws IOException {
      long[] ids = new long[rows];
      for (int i = 0; i < rows; i++) {
        ids[i] = i;
      }
      hdf.numbers(path + "/id", ids);
      typed(path + "/id", COMMON, "ElementIdentifiers");
      hdf.attribute(path, "colnames", columns);
    }
  }

  /** Rows of {@code electrodes} that a series or a unit belongs to. */
  void region(String path, String description, long[] rows, String table) throws IOException {
    hdf.numbers(path, rows);
    typed(path, COMMON, "DynamicTableRegion");
    hdf.attribute(path, "description", description);
    hdf.reference(path, "table", table);
  }
}
