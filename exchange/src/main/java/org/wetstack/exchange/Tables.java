package org.wetstack.exchange;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A folder of tables in one format. */
interface Tables {

  /** Begins the table {@code name}, which must be closed. */
  Table open(String name, Column... columns) throws IOException;

  /** One that is being written. */
  interface Table extends Closeable {

    /**
     * Adds a row.
     *
     * @param cells one a column, of its kind; null for one that is empty
     * @throws java.io.UncheckedIOException if it cannot be written
     */
    void row(@Nullable Object... cells);
  }
}
