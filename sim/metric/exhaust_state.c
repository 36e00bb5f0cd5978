/* exhaust_state.c: an interrupted run as a small text file: what it was, the chunks that are done,
 * the sums so far.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "exhaust.h"
#include "fail.h"
#include "gcim.h"
#include "out.h"

enum { VERSION = 1 };

static void put_words(FILE *file, const char *name, const uint64_t *words, int count) {
  fprintf(file, "%s", name);
  for (int i = 0; i < count; i++) {
    fprintf(file, " %" PRIx64, words[i]);
  }
  fprintf(file, "\n");
}

/* The sums as words, in one order. */
static int moment_words(const gcim_moments_t *m, uint64_t *words) {
  const uint64_t all[] = {m->cases,         m->wrong,         m->sum_abs.low, m->sum_abs.high,
                          m->sum.low,       m->sum.high,      m->sum_sq.low,  m->sum_sq.high,
                          (uint64_t)m->max, (uint64_t)m->min, m->max_case,    m->min_case};
  const int count = (int)(sizeof all / sizeof *all);
  memcpy(words, all, sizeof all);
  return count;
}

static void moments_of_words(gcim_moments_t *m, const uint64_t *w) {
  m->cases = w[0];
  m->wrong = w[1];
  m->sum_abs = (gcim_u128_t){w[2], w[3]};
  m->sum = (gcim_u128_t){w[4], w[5]};
  m->sum_sq = (gcim_u128_t){w[6], w[7]};
  m->max = (int64_t)w[8];
  m->min = (int64_t)w[9];
  m->max_case = w[10];
  m->min_case = w[11];
}

int exhaust_save(const exhaust_t *e) {
  gcim_out_t *out;
  uint64_t words[16];
  const int status = gcim_out_open(e->job->state_path, &out);
  if (status != GCIM_OK) {
    return status;
  }
  FILE *file = gcim_out_stream(out);
  fprintf(file, "gcim-approx-state %d\n", VERSION);
  fprintf(file, "spec %s\n", e->spec);
  fprintf(file, "run %d %" PRIx64 " %" PRIx64 "\n", (int)e->job->domain, e->cases, e->chunk);
  fprintf(file, "done ");
  for (uint64_t i = 0; i < e->chunks; i++) {
    fputc('0' + e->done[i], file);
  }
  fprintf(file, "\n");
  put_words(file, "sums", words, moment_words(&e->sum, words));
  put_words(file, "bits", e->sum.bit_wrong, GCIM_TREE_MAX_BITS);
  fprintf(file, "end\n");
  return gcim_out_commit(out);
}

static bool get_words(FILE *file, const char *name, uint64_t *words, int count) {
  char word[16];
  bool is_good = fscanf(file, "%15s", word) == 1 && strcmp(word, name) == 0;
  for (int i = 0; i < count && is_good; i++) {
    is_good = fscanf(file, "%" SCNx64, &words[i]) == 1;
  }
  return is_good;
}

static bool load_run(FILE *file, const exhaust_t *e, bool *is_ours) {
  int version = 0, domain = -1;
  uint64_t cases, chunk;
  char spec[EXHAUST_SPEC_CHARS] = "";
  if (fscanf(file, "gcim-approx-state %d\nspec ", &version) != 1 ||
      fgets(spec, sizeof spec, file) == NULL ||
      fscanf(file, "run %d %" SCNx64 " %" SCNx64, &domain, &cases, &chunk) != 3) {
    return false;
  }
  spec[strcspn(spec, "\n")] = '\0';
  *is_ours = version == VERSION && strcmp(spec, e->spec) == 0 && domain == (int)e->job->domain &&
             cases == e->cases && chunk == e->chunk;
  return true;
}

static bool load_done(FILE *file, exhaust_t *e) {
  char marks[EXHAUST_CHUNKS + 2];
  char format[32];
  snprintf(format, sizeof format, " done %%%d[01]", EXHAUST_CHUNKS + 1);
  if (fscanf(file, format, marks) != 1 || strlen(marks) != e->chunks) {
    return false;
  }
  for (uint64_t i = 0; i < e->chunks; i++) {
    e->done[i] = marks[i] == '1';
  }
  return true;
}

static bool load_sums(FILE *file, exhaust_t *e) {
  uint64_t words[16];
  char word[8];
  const int count = moment_words(&e->sum, words);
  if (!get_words(file, "sums", words, count) ||
      !get_words(file, "bits", e->sum.bit_wrong, GCIM_TREE_MAX_BITS)) {
    return false;
  }
  moments_of_words(&e->sum, words);
  return fscanf(file, "%7s", word) == 1 && strcmp(word, "end") == 0;
}

int exhaust_load(exhaust_t *e) {
  const char *path = e->job->state_path;
  FILE *file = fopen(path, "r");
  bool is_ours = false;
  if (file == NULL && errno == ENOENT) {
    return GCIM_OK;
  }
  if (file == NULL) {
    return gcim_vec_fail(GCIM_ERR_IO, "%s: cannot read (%s); choose another --state", path,
                         strerror(errno));
  }
  const bool is_state = load_run(file, e, &is_ours);
  const bool is_whole = is_state && is_ours && load_done(file, e) && load_sums(file, e);
  fclose(file);
  if (!is_state) {
    return gcim_vec_fail(GCIM_ERR_FORMAT, "%s: is no state of this program; choose another --state",
                         path);
  }
  if (!is_ours) {
    return gcim_vec_fail(GCIM_ERR_STATE,
                         "%s: is the state of another specification or domain; finish that run, "
                         "remove the file or choose another --state",
                         path);
  }
  return is_whole
             ? GCIM_OK
             : gcim_vec_fail(GCIM_ERR_FORMAT, "%s: is damaged; remove it to start again", path);
}

void exhaust_forget(const exhaust_t *e) {
  unlink(e->job->state_path);
}
