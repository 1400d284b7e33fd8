package org.wetstack.exchange;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/**
 * Apache Parquet, one file a table: columns of doubles, 64-bit integers, UTF-8 and booleans, all
 * optional, not compressed.
 *
 * @param provenance stands in each file under the key {@value #KEY}
 */
record ParquetTables(Path folder, String provenance) implements Tables {

  private static final String KEY = "wetstack";

  /** So much of a table is held in memory. */
  private static final long ROW_GROUP_BYTES = 16 << 20;

  @Override
  public Table open(String name, Column... columns) throws IOException {
    Types.MessageTypeBuilder types = Types.buildMessage();
    for (Column column : columns) {
      types.addField(type(column));
    }
    MessageType type = types.named(name);
    ParquetWriter<Group> out =
        ExampleParquetWriter.builder(new LocalOutputFile(folder.resolve(name + ".parquet")))
            .withConf(new PlainParquetConfiguration())
            .withCompressionCodec(CompressionCodecName.UNCOMPRESSED)
            .withRowGroupSize(ROW_GROUP_BYTES)
            .withExtraMetaData(Map.of(KEY, provenance))
            .withType(type)
            .build();
    return new ParquetTable(List.of(columns), type, out);
  }

  private static Type type(Column column) {
    return switch (column.kind()) {
      case REAL -> Types.optional(PrimitiveTypeName.DOUBLE).named(column.name());
      case WHOLE -> Types.optional(PrimitiveTypeName.INT64).named(column.name());
      case FLAG -> Types.optional(PrimitiveTypeName.BOOLEAN).named(column.name());
      case TEXT ->
          Types.optional(PrimitiveTypeName.BINARY)
              .as(LogicalTypeAnnotation.stringType())
              .named(column.name());
    };
  }

  private record ParquetTable(List<Column> columns, MessageType type, ParquetWriter<Group> out)
      implements Table {

    @Override
    public void row(@Nullable Object... cells) {
      var row = new SimpleGroup(type);
      for (int i = 0; i < cells.length; i++) {
        Object cell = cells[i];
        if (cell != null) {
          switch (columns.get(i).kind()) {
            case REAL -> row.add(i, (double) cell);
            case WHOLE -> row.add(i, ((Number) cell).longValue());
            case FLAG -> row.add(i, (boolean) cell);
            case TEXT -> row.add(i, (String) cell);
          }
        }
      }
      try {
        out.write(row);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }
}
