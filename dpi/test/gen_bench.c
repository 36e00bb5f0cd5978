/* gen_bench.c: benches of the checkers' own tests, from the cards.
 *
 *   gen_bench checkers DIR              every configuration of every unit in one top
 *   gen_bench packages DIR              one model of every configuration through its fixed-width
 * package gen_bench set DIR UNIT:CONFIG:NAME  DUTs gcim_UNIT_NAME without parameters ports, one per
 * argument (planted bugs) gen_bench x DIR UNIT CONFIG         an X on every port of the X checker;
 * and a clean run of the RTL beside it gen_bench sc DIR UNIT CONFIG        a bench that joins the
 * SystemC golden and the Verilated RTL, port by port
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gen_bench.h"

typedef struct {
  const gcim_card_t *cards[MAX_CARDS];
  char names[MAX_CARDS][CHARS];
  const char *name_of[MAX_CARDS];
  int count;
} plan_t;

FILE *bench_open(const char *dir, const char *name) {
  char path[2 * CHARS];
  snprintf(path, sizeof path, "%s/%s", dir, name);
  FILE *out = fopen(path, "w");
  if (out == NULL) {
    perror(path);
    exit(1);
  }
  return out;
}

const gcim_card_t *bench_fold(const char *unit, const char *config) {
  char params[CHARS];
  gcim_model_t *model = NULL;
  snprintf(params, sizeof params, "config=%s", config);
  if (gcim_model_new(gcim_unit_find(unit), params, &model) != GCIM_OK) {
    fprintf(stderr, "gen_bench: %s\n", gcim_error_text());
    exit(1);
  }
  return gcim_model_card(model); /* lives as long as the program */
}

static void add(plan_t *plan, const char *unit, const char *config, const char *name) {
  if (plan->count == MAX_CARDS) {
    fprintf(stderr, "gen_bench: more than %d DUTs\n", MAX_CARDS);
    exit(1);
  }
  plan->cards[plan->count] = bench_fold(unit, config);
  snprintf(plan->names[plan->count], CHARS, "%s", name);
  plan->name_of[plan->count] = plan->names[plan->count];
  plan->count++;
}

/* The top is called after the first unit (gen_tb_top), whatever else it holds; units.h says which
 * DUT is of which. */
static void write_plan(const plan_t *plan, const char *dir, int flags) {
  FILE *out = bench_open(dir, "top.sv");
  gen_tb_top(out, plan->cards, plan->name_of, plan->count, flags);
  fclose(out);
  out = bench_open(dir, "pins.h");
  gen_tb_pins(out, plan->cards, plan->name_of, plan->count);
  fputs("\nstatic const char *const bench_units[] = {\n", out);
  for (int i = 0; i < plan->count; i++) {
    fprintf(out, "    \"%s\",\n", plan->cards[i]->unit);
  }
  fputs("};\n", out);
  fclose(out);
}

static void checkers(const char *dir) {
  plan_t plan = {.count = 0};
  for (int u = 0; gcim_unit_list(u) != NULL; u++) {
    const char *unit = gcim_unit_name(gcim_unit_list(u));
    const gcim_card_t *card = bench_fold(unit, "default");
    for (int c = 0; c < card->config_count; c++) {
      char name[CHARS];
      snprintf(name, sizeof name, "%s_%s", unit, card->configs[c].name);
      add(&plan, unit, card->configs[c].name, name);
    }
  }
  write_plan(&plan, dir, 0);
}

static void set(const char *dir, int count, char **items) {
  plan_t plan = {.count = 0};
  for (int i = 0; i < count; i++) {
    char unit[CHARS], config[CHARS], name[CHARS];
    if (sscanf(items[i], "%99[^:]:%99[^:]:%99s", unit, config, name) != 3) {
      fprintf(stderr, "gen_bench: '%s' is not UNIT:CONFIG:NAME\n", items[i]);
      exit(1);
    }
    add(&plan, unit, config, name);
  }
  write_plan(&plan, dir, GEN_TB_SUFFIX);
}

int bench_is_pin(const gcim_signal_t *s) {
  return s->width > 0 && s->kind != GCIM_SIGNAL_TAP;
}

/* One model of every configuration, made and freed through its package. */
static void packages(const char *dir) {
  FILE *out = bench_open(dir, "pkg_all.sv");
  fputs("module pkg_all;\n  chandle model;\n  int made = 0;\n  initial begin\n", out);
  int count = 0;
  for (int u = 0; gcim_unit_list(u) != NULL; u++) {
    const char *unit = gcim_unit_name(gcim_unit_list(u));
    const gcim_card_t *card = bench_fold(unit, "default");
    for (int c = 0; c < card->config_count; c++, count++) {
      const char *config = card->configs[c].name;
      fprintf(out,
              "    model = gcim_%s_%s_pkg::gcim_dpi_%s_%s_new();\n    made = made + 32'(model != "
              "null);\n"
              "    gcim_%s_%s_pkg::gcim_dpi_%s_%s_free(model);\n",
              unit, config, unit, config, unit, config, unit, config);
    }
  }
  fprintf(out, "    $display(\"packages: %%0d of %d models made\", made);\n", count);
  fprintf(out, "    if (made != %d) $fatal(1, \"models\");\n  end\nendmodule\n", count);
  fclose(out);
}

int main(int argc, char **argv) {
  if (argc >= 3 && strcmp(argv[1], "checkers") == 0) {
    checkers(argv[2]);
  } else if (argc == 3 && strcmp(argv[1], "packages") == 0) {
    packages(argv[2]);
  } else if (argc >= 4 && strcmp(argv[1], "set") == 0) {
    set(argv[2], argc - 3, argv + 3);
  } else if (argc == 5 && strcmp(argv[1], "x") == 0) {
    bench_x(argv[2], argv[3], argv[4]);
  } else if (argc == 5 && strcmp(argv[1], "sc") == 0) {
    bench_sc(argv[2], argv[3], argv[4]);
  } else {
    fputs(
        "usage: gen_bench checkers DIR | packages DIR | set DIR UNIT:CONFIG:NAME... | x DIR UNIT "
        "CONFIG | sc DIR "
        "UNIT CONFIG\n",
        stderr);
    return 2;
  }
  return 0;
}
