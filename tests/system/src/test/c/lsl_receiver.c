/*
 * Takes both streams that `wetstack lsl` offers, and writes down what came. It is a program of its
 * own with declarations of its own, after the documentation of liblsl's C API.
 *
 *   lsl_receiver LIBRARY NAME SAMPLES FOLDER
 *
 * Prints "open" and LSL's clock once both streams are, takes SAMPLES samples and the markers among
 * them, prints "taken" and the clock, and after the end of its standard input takes what markers
 * there are. FOLDER gets samples.xml, markers.xml, values, times (as they are in memory) and
 * markers. Ends with 1, and a word, when it has to wait too long.
 */
#include <dlfcn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef void *Info;
typedef void *Inlet;

static int (*resolve_byprop)(Info *, unsigned, const char *, const char *, int, double);
static Inlet (*create_inlet)(Info, int, int, int);
static void (*destroy_inlet)(Inlet);
static Info (*get_fullinfo)(Inlet, double, int *);
static char *(*get_xml)(Info);
static int (*get_channel_count)(Info);
static int (*get_channel_format)(Info);
static void (*open_stream)(Inlet, double, int *);
static unsigned long (*pull_chunk_s)(Inlet, short *, double *, unsigned long, unsigned long, double, int *);
static unsigned long (*pull_chunk_f)(Inlet, float *, double *, unsigned long, unsigned long, double, int *);
static double (*pull_sample_str)(Inlet, char **, int, double, int *);
static double (*local_clock)(void);

enum { FLOAT32 = 1, STRING = 3, INT16 = 5, AT_ONCE = 512, WAIT = 20 };

static void fail(const char *what, ...) {
  va_list more;
  va_start(more, what);
  vfprintf(stderr, what, more);
  va_end(more);
  fputc('\n', stderr);
  exit(1);
}

static void *function(void *library, const char *name) {
  void *found = dlsym(library, name);
  if (!found) fail("no function %s", name);
  return found;
}

static void load(const char *path) {
  void *l = dlopen(path, RTLD_NOW);
  if (!l) fail("%s", dlerror());
  *(void **)&resolve_byprop = function(l, "lsl_resolve_byprop");
  *(void **)&create_inlet = function(l, "lsl_create_inlet");
  *(void **)&destroy_inlet = function(l, "lsl_destroy_inlet");
  *(void **)&get_fullinfo = function(l, "lsl_get_fullinfo");
  *(void **)&get_xml = function(l, "lsl_get_xml");
  *(void **)&get_channel_count = function(l, "lsl_get_channel_count");
  *(void **)&get_channel_format = function(l, "lsl_get_channel_format");
  *(void **)&open_stream = function(l, "lsl_open_stream");
  *(void **)&pull_chunk_s = function(l, "lsl_pull_chunk_s");
  *(void **)&pull_chunk_f = function(l, "lsl_pull_chunk_f");
  *(void **)&pull_sample_str = function(l, "lsl_pull_sample_str");
  *(void **)&local_clock = function(l, "lsl_local_clock");
}

static FILE *file(const char *folder, const char *name) {
  char path[4096];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  FILE *f = fopen(path, "wb");
  if (!f) fail("cannot write %s", path);
  return f;
}

static Inlet find(const char *name, const char *folder, const char *xml, Info *info) {
  Info found = 0;
  if (resolve_byprop(&found, 1, "name", name, 1, WAIT) != 1) fail("no stream is called %s", name);
  Inlet inlet = create_inlet(found, 60, 0, 1);
  int error = 0;
  *info = get_fullinfo(inlet, WAIT, &error);
  if (error) fail("no description of %s: error %d", name, error);
  FILE *f = file(folder, xml);
  fputs(get_xml(*info), f);
  fclose(f);
  open_stream(inlet, WAIT, &error);
  if (error) fail("%s does not open: error %d", name, error);
  return inlet;
}

static void take_markers(Inlet inlet, FILE *to, double wait) {
  char *text = 0;
  int error = 0;
  double at;
  while ((at = pull_sample_str(inlet, &text, 1, wait, &error)) != 0 && !error) {
    fprintf(to, "%.9f\t%s\n", at, text);
    free(text);
  }
  if (error) fprintf(stderr, "markers end with %d\n", error);
}

int main(int count, char **words) {
  if (count != 5) fail("usage: lsl_receiver LIBRARY NAME SAMPLES FOLDER");
  load(words[1]);
  long wanted = atol(words[3]);
  const char *folder = words[4];
  char markers_name[512];
  snprintf(markers_name, sizeof markers_name, "%s markers", words[2]);
  Info info, markers_info;
  Inlet markers = find(markers_name, folder, "markers.xml", &markers_info);
  Inlet samples = find(words[2], folder, "samples.xml", &info);
  if (get_channel_format(markers_info) != STRING) fail("markers are no strings");
  int channels = get_channel_count(info), format = get_channel_format(info);
  size_t size = format == INT16 ? sizeof(short) : sizeof(float);
  void *values = calloc((size_t)channels * AT_ONCE, size);
  double times[AT_ONCE];
  FILE *values_file = file(folder, "values"), *times_file = file(folder, "times"), *markers_file = file(folder, "markers");
  printf("open %.6f\n", local_clock());
  fflush(stdout);
  double end = local_clock() + WAIT;
  for (long taken = 0; taken < wanted;) {
    int error = 0;
    unsigned long most = (unsigned long)channels * AT_ONCE, got;
    if (format == INT16) got = pull_chunk_s(samples, values, times, most, AT_ONCE, 0.2, &error);
    else if (format == FLOAT32) got = pull_chunk_f(samples, values, times, most, AT_ONCE, 0.2, &error);
    else { fail("samples of format %d", format); return 1; }
    fwrite(values, size, got, values_file);
    fwrite(times, sizeof(double), got / channels, times_file);
    taken += got / channels;
    take_markers(markers, markers_file, 0);
    if (error != 0 && error != -1) fail("samples do not come: error %d", error);
    if (local_clock() > end) fail("only %ld of %ld samples came", taken, wanted);
  }
  printf("taken %.6f\n", local_clock());
  fflush(stdout);
  while (getchar() != EOF) {
  }
  take_markers(markers, markers_file, 0.3);
  fclose(values_file);
  fclose(times_file);
  fclose(markers_file);
  destroy_inlet(samples);
  destroy_inlet(markers);
  return 0;
}
