package org.wetstack.lsl;

import com.sun.jna.Library;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The functions of liblsl's C API that are called here, under their names there: only such as are
 * the same from version 1.10 on. Outlets are each used by one thread at a time.
 */
interface Liblsl extends Library {

  int FLOAT32 = 1;
  int STRING = 3;
  int INT16 = 5;

  /** Instead of a rate: samples come when they come. */
  double IRREGULAR = 0;

  /** All of them, so that a library without one is refused before anything is opened. */
  List<String> FUNCTIONS =
      List.of(
          "lsl_library_version",
          "lsl_local_clock",
          "lsl_create_streaminfo",
          "lsl_destroy_streaminfo",
          "lsl_get_desc",
          "lsl_append_child",
          "lsl_append_child_value",
          "lsl_create_outlet",
          "lsl_destroy_outlet",
          "lsl_have_consumers",
          "lsl_push_chunk_stp",
          "lsl_push_chunk_ftp",
          "lsl_push_sample_strtp");

  int lsl_library_version();

  double lsl_local_clock();

  @Nullable Pointer lsl_create_streaminfo(
      String name, String type, int channels, double samplesPerSecond, int format, String sourceId);

  void lsl_destroy_streaminfo(Pointer info);

  Pointer lsl_get_desc(Pointer info);

  Pointer lsl_append_child(Pointer element, String name);

  Pointer lsl_append_child_value(Pointer element, String name, String value);

  @Nullable Pointer lsl_create_outlet(Pointer info, int chunkSize, int maxBuffered);

  void lsl_destroy_outlet(Pointer outlet);

  int lsl_have_consumers(Pointer outlet);

  /** The timestamp is that of the last sample; {@code values} counts all channels. */
  int lsl_push_chunk_stp(
      Pointer outlet, short[] data, NativeLong values, double timestamp, int pushThrough);

  int lsl_push_chunk_ftp(
      Pointer outlet, float[] data, NativeLong values, double timestamp, int pushThrough);

  int lsl_push_sample_strtp(Pointer outlet, String[] data, double timestamp, int pushThrough);
}
