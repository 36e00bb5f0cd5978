/* exhaust_state.c: an unfinished run as a text file: what it was, the chunks of the pass that are
 * done, the sums so far.
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

enum { VERSION = 2 };

/* Seconds between two saves, at least, and how much longer than a save that is. */
#define CHOSEN_SECONDS 2.0
#define UNASKED_SECONDS 10.0
#define SAVE_RATIO 20.0

/* FNV-1a, 64 bits. */
static uint64_t hash(uint64_t value, const char *text) {
  for (; *text != '\0'; text++) {
    value = (value ^ (unsigned char)*text) * UINT64_C(0x100000001b3);
  }
  return value;
}

void exhaust_name_state(exhaust_t *e) {
  const metric_job_t *job = e->job;
  if (job->state_path != NULL) {
    snprintf(e->path, sizeof e->path, "%s", job->state_path);
  } else if (job->keeps_state) {
    const char domain[] = {(char)('0' + (int)job->domain), '\0'};
    const uint64_t name = hash(hash(hash(UINT64_C(0xcbf29ce484222325), e->spec), domain), e->model);
    snprintf(e->path, sizeof e->path, "gcim-approx-%016" PRIx64 ".state", name);
  }
  e->save_at = progress_clock() + (job->state_path != NULL ? CHOSEN_SECONDS : UNASKED_SECONDS);
}

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
  const int status = gcim_out_open(e->path, &out);
  if (status != GCIM_OK) {
    return status;
  }
  FILE *file = gcim_out_stream(out);
  fprintf(file, "gcim-approx-state %d\n", VERSION);
  fprintf(file, "spec %s\n", e->spec);
  fprintf(file, "model %s\n", e->model);
  fprintf(file, "run %d %" PRIx64 " %" PRIx64 "\n", (int)e->job->domain, e->cases, e->chunk);
  fprintf(file, "pass %d\n", e->pass);
  fprintf(file, "done ");
  for (uint64_t i = 0; i < e->chunks; i++) {
    fputc('0' + e->done[i], file);
  }
  fprintf(file, "\n");
  put_words(file, "sums", words, moment_words(&e->sum, words));
  put_words(file, "bits", e->sum.bit_wrong, GCIM_TREE_MAX_BITS);
  if (e->pass == 2) {
    tally_write(&e->tally, file);
  }
  fprintf(file, "end\n");
  return gcim_out_commit(out);
}

int exhaust_save_now_and_then(exhaust_t *e) {
  const bool is_chosen = e->job->state_path != NULL;
  const double least = is_chosen ? CHOSEN_SECONDS : UNASKED_SECONDS, start = progress_clock();
  const int status = exhaust_save(e);
  const double end = progress_clock(), rest = SAVE_RATIO * (end - start);
  e->save_at = end + (rest > least ? rest : least);
  return is_chosen ? status : GCIM_OK;
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
  char spec[EXHAUST_SPEC_CHARS] = "", by[80] = "";
  if (fscanf(file, "gcim-approx-state %d\nspec ", &version) != 1 ||
      fgets(spec, sizeof spec, file) == NULL || fscanf(file, "model %79s\n", by) != 1 ||
      fscanf(file, "run %d %" SCNx64 " %" SCNx64, &domain, &cases, &chunk) != 3) {
    return false;
  }
  spec[strcspn(spec, "\n")] = '\0';
  *is_ours = version == VERSION && strcmp(spec, e->spec) == 0 && strcmp(by, e->model) == 0 &&
             domain == (int)e->job->domain && cases == e->cases && chunk == e->chunk;
  return true;
}

static bool load_done(FILE *file, exhaust_t *e) {
  char marks[EXHAUST_CHUNKS + 2];
  char format[32];
  snprintf(format, sizeof format, " pass %%d done %%%d[01]", EXHAUST_CHUNKS + 1);
  if (fscanf(file, format, &e->pass, marks) != 2 || strlen(marks) != e->chunks || e->pass < 1 ||
      e->pass > 2) {
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
  if (e->pass == 2 && (!tally_new(&e->tally, e->job->subject) || !tally_read(&e->tally, file))) {
    return false;
  }
  return fscanf(file, "%7s", word) == 1 && strcmp(word, "end") == 0;
}

int exhaust_load(exhaust_t *e) {
  const char *path = e->path;
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
    return gcim_vec_fail(
        GCIM_ERR_STATE,
        "%s: is the state of another specification, domain or model; finish that run, "
        "remove the file or choose another --state",
        path);
  }
  return is_whole
             ? GCIM_OK
             : gcim_vec_fail(GCIM_ERR_FORMAT, "%s: is damaged; remove it to start again", path);
}

void exhaust_forget(const exhaust_t *e) {
  unlink(e->path);
}
