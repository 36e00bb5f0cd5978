/* gen.c: `gcim gen`: everything that follows from the cards, into one folder. A file is rewritten
 * only when its bytes change, so that nothing is rebuilt for nothing.
 */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cmd.h"
#include "gcim.h"
#include "gen.h"
#include "gen_set.h"

enum { PATH_CHARS = 512 };

typedef struct {
  const char *dir;
  int written, unchanged;
} sink_t;

static int make_dir(const char *path) {
  if (mkdir(path, 0777) != 0 && errno != EEXIST) {
    fprintf(stderr, "gcim gen: folder '%s': %s\n", path, strerror(errno));
    return 1;
  }
  return 0;
}

static int same_bytes(const char *path, const char *text, size_t size) {
  FILE *file = fopen(path, "rb");
  if (file == NULL) {
    return 0;
  }
  int same = 1;
  for (size_t i = 0; i < size && same; i++) {
    same = fgetc(file) == (unsigned char)text[i];
  }
  same = same && fgetc(file) == EOF;
  fclose(file);
  return same;
}

static int write_file(sink_t *sink, const char *path, const char *text, size_t size) {
  if (same_bytes(path, text, size)) {
    sink->unchanged++;
    return 0;
  }
  char temporary[PATH_CHARS + 8];
  snprintf(temporary, sizeof temporary, "%s.tmp", path);
  FILE *file = fopen(temporary, "wb");
  int bad = file == NULL || fwrite(text, 1, size, file) != size;
  bad = (file != NULL && fclose(file) != 0) || bad;
  bad = bad || rename(temporary, path) != 0;
  if (bad) {
    fprintf(stderr, "gcim gen: '%s': %s\n", path, strerror(errno));
    remove(temporary);
    return 1;
  }
  sink->written++;
  return 0;
}

/* One output file: text is collected in memory, then compared and written. */
typedef struct {
  FILE *out;
  char *text;
  size_t size;
  char path[PATH_CHARS];
} page_t;

static FILE *page_open(page_t *page, const sink_t *sink, const char *format, const char *a,
                       const char *b) {
  char name[PATH_CHARS / 2];
  snprintf(name, sizeof name, format, a, b);
  snprintf(page->path, sizeof page->path, "%s/%s", sink->dir, name);
  page->out = open_memstream(&page->text, &page->size);
  return page->out;
}

static void page_drop(page_t *page) {
  fclose(page->out);
  free(page->text);
}

static int page_close(page_t *page, sink_t *sink) {
  fclose(page->out);
  const int bad = write_file(sink, page->path, page->text, page->size);
  free(page->text);
  return bad;
}

static int gen_checkers(sink_t *sink, const gcim_unit_t *unit, const gcim_card_t *card) {
  page_t page;
  int bad = 0;
  gen_check(page_open(&page, sink, "sv/gcim_%s_check.sv%s", card->unit, ""), unit, card);
  bad |= page_close(&page, sink);
  gen_flow(page_open(&page, sink, "sv/gcim_%s_flow.sv%s", card->unit, ""), unit, card);
  bad |= page_close(&page, sink);
  gen_xcheck(page_open(&page, sink, "sv/gcim_%s_xcheck.sv%s", card->unit, ""), card);
  bad |= page_close(&page, sink);
  return bad;
}

static int gen_config(sink_t *sink, const gcim_card_t *card, const char *config) {
  page_t page;
  int bad = 0;
  gen_package(page_open(&page, sink, "sv/gcim_%s_%s_pkg.sv", card->unit, config), card, config);
  bad |= page_close(&page, sink);
  gen_package_c(page_open(&page, sink, "c/gcim_dpi_%s_%s.c", card->unit, config), card, config);
  bad |= page_close(&page, sink);
  gen_systemc(page_open(&page, sink, "sc/gcim_%s_%s_sc.h", card->unit, config), card, config);
  return bad | page_close(&page, sink);
}

static int gen_tb(sink_t *sink, const gen_set_t *set, int flags) {
  page_t page;
  const char *unit = set->cards[0]->unit;
  char folder[PATH_CHARS];
  snprintf(folder, sizeof folder, "%s/tb/%s", sink->dir, unit);
  int bad = make_dir(folder);
  gen_tb_top(page_open(&page, sink, "tb/%s/tb_%s.sv", unit, unit), set->cards, set->names,
             set->count, flags);
  bad |= page_close(&page, sink);
  gen_tb_pins(page_open(&page, sink, "tb/%s/pins.h%s", unit, ""), set->cards, set->names,
              set->count);
  return bad | page_close(&page, sink);
}

/* Printed trees of those of the set that want one. */
static int gen_printed(sink_t *sink, const gen_set_t *set) {
  page_t page;
  const gcim_card_t *wanting[GEN_MAX_SETS];
  int count = 0;
  for (int i = 0; i < set->count; i++) {
    if (gen_net_wants(set->cards[i])) {
      wanting[count++] = set->cards[i];
    }
  }
  if (gen_net(page_open(&page, sink, "rtl/gcim_apx_net.sv%s%s", "", ""), wanting, count) != 0) {
    fprintf(stderr, "gcim gen: %s\n", gcim_error_text());
    page_drop(&page);
    return 1;
  }
  return page_close(&page, sink);
}

static int gen_all_printed(sink_t *sink) {
  gen_set_t set = {.count = 0};
  const int bad = gen_set_printed(&set) || gen_printed(sink, &set);
  gen_set_free(&set);
  return bad;
}

static int gen_unit(sink_t *sink, const gcim_unit_t *unit) {
  gcim_model_t *model;
  if (gcim_model_new(unit, "", &model) != GCIM_OK) {
    fprintf(stderr, "gcim gen: %s\n", gcim_error_text());
    return 1;
  }
  const gcim_card_t *card = gcim_model_card(model);
  gen_set_t set = {.count = 0};
  int bad = gen_checkers(sink, unit, card);
  for (int i = 0; i < card->config_count && !bad; i++) {
    char params[PATH_CHARS / 2];
    snprintf(params, sizeof params, "config=%s", card->configs[i].name);
    bad = gen_set_add(&set, unit, card->configs[i].name, params) ||
          gen_config(sink, set.cards[set.count - 1], card->configs[i].name);
  }
  bad = bad || gen_tb(sink, &set, 0);
  gen_set_free(&set);
  gcim_model_free(model);
  return bad;
}

/* "name:Rows=3,Cols=2;other:..." into a bench of its own (parameter sweeps). */
static int gen_sweep(sink_t *sink, const gcim_unit_t *unit, char *sets, int flags) {
  gen_set_t set = {.count = 0};
  int bad = 0;
  for (char *one = strtok(sets, ";"); one != NULL && !bad; one = strtok(NULL, ";")) {
    char *colon = strchr(one, ':');
    if (colon == NULL || set.count >= GEN_MAX_SETS) {
      fprintf(stderr, "gcim gen: '%s' is not name:Param=value,... (at most %d sets)\n", one,
              GEN_MAX_SETS);
      bad = 1;
      continue;
    }
    *colon = '\0';
    bad = gen_set_add(&set, unit, one, colon + 1);
  }
  bad = bad || set.count == 0 || gen_printed(sink, &set) || gen_tb(sink, &set, flags);
  gen_set_free(&set);
  return bad;
}

static const char usage[] =
    "usage: gcim gen [--dir DIR]                        checkers, packages, benches of every unit\n"
    "       gcim gen --dir DIR --unit U --sets \"name:Rows=3,Cols=2;...\" [--suffix] [--bare]\n"
    "           one bench of other parameters; --suffix: set X instantiates gcim_U_X; --bare: a "
    "DUT without parameters\n";

int cmd_gen(int argc, char **argv) {
  static const struct option known[] = {{"dir", 1, NULL, 'd'},    {"unit", 1, NULL, 'u'},
                                        {"sets", 1, NULL, 's'},   {"help", 0, NULL, 'h'},
                                        {"suffix", 0, NULL, 'x'}, {"bare", 0, NULL, 'b'},
                                        {NULL, 0, NULL, 0}};
  sink_t sink = {.dir = "build/gen"};
  const char *unit = NULL;
  char *sets = NULL;
  int flags = 0;
  for (int c = getopt_long(argc, argv, "", known, NULL); c != -1;
       c = getopt_long(argc, argv, "", known, NULL)) {
    switch (c) {
      case 'd':
        sink.dir = optarg;
        break;
      case 'u':
        unit = optarg;
        break;
      case 's':
        sets = optarg;
        break;
      case 'x':
        flags |= GEN_TB_SUFFIX;
        break;
      case 'b':
        flags |= GEN_TB_BARE;
        break;
      case 'h':
        fputs(usage, stdout);
        return 0;
      default:
        fputs(usage, stderr);
        return 2;
    }
  }
  static const char *const folders[] = {"", "/rtl", "/sv", "/c", "/sc", "/tb"};
  int bad = 0;
  for (size_t i = 0; i < sizeof folders / sizeof folders[0] && !bad; i++) {
    char path[PATH_CHARS];
    snprintf(path, sizeof path, "%s%s", sink.dir, folders[i]);
    bad = make_dir(path);
  }
  if (unit != NULL && sets != NULL) {
    const gcim_unit_t *found = gcim_unit_find(unit);
    if (found == NULL) {
      fprintf(stderr, "gcim gen: %s\n", gcim_error_text());
    }
    return bad || found == NULL || gen_sweep(&sink, found, sets, flags);
  }
  for (int i = 0; gcim_unit_list(i) != NULL && !bad; i++) {
    bad = gen_unit(&sink, gcim_unit_list(i));
  }
  bad = bad || gen_all_printed(&sink);
  if (!bad) {
    printf("gcim gen: %d files written, %d unchanged in %s\n", sink.written, sink.unchanged,
           sink.dir);
  }
  return bad;
}
