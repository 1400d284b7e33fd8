package org.wetstack.emulator.rhx.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A folder and the files that are being written in it. */
final class Folder implements Closeable {

  private final Path path;
  private final int bufferBytes;
  private final List<SaveFile> files = new ArrayList<>();

  Folder(Path path, int bufferBytes) {
    this.path = path;
    this.bufferBytes = bufferBytes;
  }

  /** Begins the file called {@code name}; it is closed with the folder. */
  SaveFile create(String name) throws IOException {
    var file = new SaveFile(path.resolve(name), bufferBytes);
    files.add(file);
    return file;
  }

  /** Closes all files. */
  @Override
  public void close() {
    files.forEach(SaveFile::close);
  }
}
