/* vec_regen.c: `gcim vec regen`: the frozen sets of every unit and configuration, and their
 * MANIFEST. */
#include <dirent.h>
#include <errno.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmd.h"
#include "out.h"
#include "set.h"

static const char usage[] =
    "usage: gcim vec regen --dir DIR [--check]\n\n"
    "Write DIR/<unit>.<config>.vec for every unit and configuration whose set fits into 64 kB, "
    "and\n"
    "DIR/MANIFEST (for sha256sum -c). A file is rewritten only if its bytes change.\n\n"
    "  --dir DIR   folder of the frozen sets; must exist\n"
    "  --check     change nothing; fail if a file is missing, stale or not in the MANIFEST\n"
    "  -h, --help  this text\n";

enum { OPTION_DIR = 1, OPTION_CHECK, FROZEN_SEED = 42, PATH_CHARS = 4096, FILE_LIMIT = 1 << 20 };
static const struct option options[] = {{"dir", required_argument, NULL, OPTION_DIR},
                                        {"check", no_argument, NULL, OPTION_CHECK},
                                        {"help", no_argument, NULL, 'h'},
                                        {NULL, 0, NULL, 0}};
static const cmd_spec_t spec = {"gcim vec regen", usage, options};

typedef struct {
  const char *dir;
  bool check;
  char *manifest; /* text so far; units and configurations are sorted in the end */
  size_t manifest_size;
  FILE *manifest_stream;
  int written, unchanged, skipped, bad;
} regen_t;

static int fail(regen_t *r, const char *text) {
  r->bad++;
  return cmd_fail(&spec, CMD_FAILED, "%s", text);
}

/* The whole file, ended by a zero; NULL if it cannot be read or is far too large. */
static char *read_whole(const char *path) {
  FILE *file = fopen(path, "rb");
  char *text = calloc(1, FILE_LIMIT + 1);
  if (file != NULL && text != NULL && fread(text, 1, FILE_LIMIT, file) < FILE_LIMIT &&
      !ferror(file)) {
    fclose(file);
    return text;
  }
  if (file != NULL) {
    fclose(file);
  }
  free(text);
  return NULL;
}

/* Equal but for the word behind "card: " in the third line? */
static bool only_card_differs(const char *a, const char *b) {
  const char *card_a = strstr(a, "   card: ");
  const char *card_b = strstr(b, "   card: ");
  if (card_a == NULL || card_b == NULL || card_a - a != card_b - b ||
      strncmp(a, b, (size_t)(card_a - a)) != 0) {
    return false;
  }
  return strcmp(card_a + strcspn(card_a, "\n"), card_b + strcspn(card_b, "\n")) == 0;
}

static void say_stale(regen_t *r, const char *path, const char *old, const char *text) {
  char words[PATH_CHARS + 256];
  const char *what = old == NULL ? "is missing or unreadable; run 'make regen'"
                     : only_card_differs(old, text)
                         ? "was made from another card or source, its values "
                           "are the same; run 'make regen'"
                         : "differs from what the golden model says; a change of "
                           "results needs a higher REV and a 'Changed results' entry, "
                           "then 'make regen'";
  snprintf(words, sizeof words, "%s: %s", path, what);
  fail(r, words);
}

/* Bring a file to `text`, or say that it is not. */
static void settle_file(regen_t *r, const char *name, const char *text) {
  char path[PATH_CHARS];
  snprintf(path, sizeof path, "%s/%s", r->dir, name);
  char *old = read_whole(path);
  if (old != NULL && strcmp(old, text) == 0) {
    r->unchanged++;
  } else if (r->check) {
    say_stale(r, path, old, text);
  } else {
    gcim_out_t *out;
    int status = gcim_out_open(path, &out);
    if (status == GCIM_OK) {
      fputs(text, gcim_out_stream(out));
      status = gcim_out_commit(out);
    }
    r->written += status == GCIM_OK;
    if (status != GCIM_OK) {
      fail(r, gcim_vec_error_text());
    }
  }
  free(old);
}

static void add_to_manifest(regen_t *r, const char *name, const char *text) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  if (EVP_Digest(text, strlen(text), digest, &size, EVP_sha256(), NULL) != 1) {
    fail(r, "libcrypto cannot hash; check its installation");
    return;
  }
  for (unsigned i = 0; i < size; i++) {
    fprintf(r->manifest_stream, "%02x", digest[i]);
  }
  fprintf(r->manifest_stream, "  %s\n", name);
}

/* The set as text in memory; the caller frees it. */
static int make_text(gcim_cases_t *cases, const gcim_plan_t *plan, const char *config,
                     char **text) {
  size_t size = 0;
  *text = NULL;
  FILE *stream = open_memstream(text, &size);
  if (stream == NULL) {
    return gcim_vec_fail(GCIM_ERR_STATE, "out of memory");
  }
  const int status = gcim_set_write(cases, plan, config, FROZEN_SEED, stream);
  if (fclose(stream) != 0 && status == GCIM_OK) {
    return gcim_vec_fail(GCIM_ERR_STATE, "out of memory");
  }
  return status;
}

static void make_set(regen_t *r, const gcim_unit_t *unit, const char *config) {
  char params[GCIM_NAME_CHARS + 16], name[2 * GCIM_NAME_CHARS + 8];
  snprintf(params, sizeof params, "config=%s", config);
  snprintf(name, sizeof name, "%s.%s.vec", gcim_unit_name(unit), config);
  gcim_cases_t *cases = NULL;
  gcim_plan_t plan = {0, 0, 0};
  char *text = NULL;
  int status = gcim_cases_new(unit, params, FROZEN_SEED, &cases);
  status = status == GCIM_OK ? gcim_set_freeze(cases, config, FROZEN_SEED, &plan) : status;
  const bool empty = plan.corner + plan.exhaustive + plan.random == 0;
  if (status == GCIM_OK && empty) {
    printf("%s: skipped, not even one case fits into %d bytes\n", name, GCIM_SET_LIMIT);
    r->skipped++;
  } else if (status == GCIM_OK) {
    status = make_text(cases, &plan, config, &text);
  }
  if (status != GCIM_OK) {
    fail(r, gcim_vec_error_text());
  } else if (text != NULL) {
    settle_file(r, name, text);
    add_to_manifest(r, name, text);
  }
  free(text);
  gcim_cases_free(cases);
}

static int by_name(const void *a, const void *b) {
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void make_unit(regen_t *r, const gcim_unit_t *unit) {
  gcim_model_t *model;
  if (gcim_model_new(unit, "", &model) != GCIM_OK) {
    fail(r, gcim_error_text());
    return;
  }
  const gcim_card_t *card = gcim_model_card(model);
  const char *names[GCIM_MAX_CONFIGS];
  for (int i = 0; i < card->config_count; i++) {
    names[i] = card->configs[i].name;
  }
  qsort(names, (size_t)card->config_count, sizeof *names, by_name);
  for (int i = 0; i < card->config_count; i++) {
    make_set(r, unit, names[i]);
  }
  gcim_model_free(model);
}

/* Files that nothing makes any more. */
static void find_strays(regen_t *r) {
  DIR *dir = opendir(r->dir);
  const struct dirent *entry;
  while (dir != NULL && (entry = readdir(dir)) != NULL) {
    char line[PATH_CHARS], words[PATH_CHARS + 256];
    const size_t length = strlen(entry->d_name);
    if (length < 4 || strcmp(entry->d_name + length - 4, ".vec") != 0) {
      continue;
    }
    snprintf(line, sizeof line, "  %s\n", entry->d_name);
    if (strstr(r->manifest, line) == NULL) {
      snprintf(words, sizeof words, "%s/%s: no unit and configuration makes this file; remove it",
               r->dir, entry->d_name);
      fail(r, words);
    }
  }
  if (dir != NULL) {
    closedir(dir);
  }
}

static int regen(regen_t *r) {
  const gcim_unit_t *unit;
  DIR *dir = opendir(r->dir);
  if (dir == NULL) {
    return cmd_fail(&spec, CMD_FAILED, "--dir %s: %s; name an existing folder", r->dir,
                    strerror(errno));
  }
  closedir(dir);
  r->manifest_stream = open_memstream(&r->manifest, &r->manifest_size);
  if (r->manifest_stream == NULL) {
    return cmd_fail(&spec, CMD_FAILED, "out of memory");
  }
  for (int i = 0; (unit = gcim_unit_list(i)) != NULL; i++) {
    make_unit(r, unit);
  }
  if (fclose(r->manifest_stream) != 0) {
    fail(r, "out of memory");
  } else {
    find_strays(r);
    if (r->check || r->bad == 0) { /* a MANIFEST never stands for files that failed */
      settle_file(r, "MANIFEST", r->manifest);
    }
  }
  free(r->manifest);
  if (r->check) {
    printf("vec regen: %d passed, %d failed, %d skipped\n", r->unchanged, r->bad, r->skipped);
  } else {
    printf("vec regen: %d written, %d unchanged, %d skipped, %d failed\n", r->written, r->unchanged,
           r->skipped, r->bad);
  }
  return r->bad == 0 ? CMD_OK : CMD_FAILED;
}

int cmd_vec_regen(int argc, char **argv) {
  regen_t r = {0};
  int option;
  while ((option = cmd_option(&spec, argc, argv)) > CMD_END) {
    r.check = r.check || option == OPTION_CHECK;
    r.dir = option == OPTION_DIR ? optarg : r.dir;
  }
  if (option != CMD_END) {
    return cmd_option_status(option);
  }
  if (optind < argc) {
    return cmd_fail(&spec, CMD_USAGE, "'%s' is no option; '%s --help' lists them", argv[optind],
                    spec.name);
  }
  if (r.dir == NULL) {
    return cmd_fail(&spec, CMD_USAGE, "no --dir; name the folder of the frozen sets");
  }
  return regen(&r);
}
