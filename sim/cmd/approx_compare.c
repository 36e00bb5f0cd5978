/* approx_compare.c: `gcim approx compare`: several trees side by side: error metrics against what
 * they cost, as a table and as a picture.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd.h"
#include "fail.h"
#include "method.h"
#include "out.h"
#include "svg.h"

enum { MOST = 64, PATH_CHARS = 256 };

static const char usage[] =
    "usage: gcim approx compare SPEC SPEC ... [--yosys] [--svg FILE]\n"
    "  One line a tree: cells of its network, gates (a full adder cell counts as 5), error metrics "
    "(exact where a method is), and "
    "whether\n"
    "  another tree of the list is better in both cells and MED.\n"
    "  --yosys     gates that yosys makes of it instead (and, or, xor, mux, not)\n"
    "  --svg FILE  MED against cost, with the Pareto front\n";

static const struct option options[] = {{"yosys", no_argument, NULL, 'y'},
                                        {"svg", required_argument, NULL, 'v'},
                                        {"help", no_argument, NULL, 'h'},
                                        {NULL, 0, NULL, 0}};
static const cmd_spec_t spec = {"gcim approx compare", usage, options};

typedef struct {
  char line[METRIC_TEXT];
  const char *method;
  int cells;
  double cost, er, med, bias, rmse;
  bool exact;
} tree_row_t;

/* ---- cost ---- */

/* Cells of the network that yosys makes of the printed Verilog; -1 if it cannot. */
static int yosys_cells(const gcim_net_t *net) {
  char folder[] = "gcim-compare-XXXXXX", file[PATH_CHARS], command[4 * PATH_CHARS];
  if (mkdtemp(folder) == NULL) {
    return -1;
  }
  snprintf(file, sizeof file, "%s/tree.v", folder);
  const size_t size = gcim_net_verilog(net, "tree", NULL, 0) + 1;
  char *text = malloc(size);
  FILE *out = text == NULL ? NULL : fopen(file, "w");
  int cells = -1;
  if (out != NULL) {
    gcim_net_verilog(net, "tree", text, size);
    fputs(text, out);
    fputs(
        "\nmodule gcim_apx_cell #(parameter SMask = 150, parameter CMask = 232) (input a_i, input "
        "b_i,"
        " input c_i, output s_o, output c_o);\n  wire [7:0] s = SMask, c = CMask;\n  assign s_o = "
        "s[{a_i, b_i, c_i}], c_o = c[{a_i, b_i, c_i}];\nendmodule\nmodule gcim_apx_cell4 "
        "#(parameter "
        "SMask = 0, parameter CMask = 0) (input x1_i, input x2_i, input x3_i, input x4_i, output "
        "s_o, "
        "output c_o);\n  wire [15:0] s = SMask, c = CMask;\n  assign s_o = s[{x1_i, x2_i, x3_i, "
        "x4_i}], c_o = c[{x1_i, x2_i, x3_i, x4_i}];\nendmodule\n",
        out);
    fclose(out);
    snprintf(command, sizeof command,
             "yosys -q -p 'read_verilog -sv %s; synth -flatten -top tree; abc -g "
             "AND,OR,XOR,MUX; opt_clean; tee -q -o %s/stat stat' > /dev/null 2>&1 && sed -n "
             "'s/.*Number of cells: *//p' %s/stat",
             file, folder, folder);
    FILE *pipe = popen(command, "r");
    if (pipe != NULL && fscanf(pipe, "%d", &cells) != 1) {
      cells = -1;
    }
    if (pipe != NULL) {
      pclose(pipe);
    }
  }
  free(text);
  remove(file);
  snprintf(file, sizeof file, "%s/stat", folder);
  remove(file);
  rmdir(folder);
  return cells;
}

/* Gates if a full adder cell is worth five and a compressor ten, as in CMOS with two-input gates.
 */
static int gates(const gcim_net_t *net) {
  int sum = 0;
  for (int c = 0; c < gcim_net_cells(net); c++) {
    const gcim_net_cell_t *cell = gcim_net_cell(net, c);
    sum += cell->outs == 1 ? 1 : cell->ins == 4 ? 10 : 5;
  }
  return sum;
}

/* ---- one tree ---- */

static double value_of(const metric_t *m, metric_figure_t f) {
  return m->figure[f].kind == METRIC_ABSENT ? 0 : m->figure[f].value;
}

static int measure(const subject_t *subject, tree_row_t *row) {
  metric_job_t job;
  metric_t m;
  metric_job_init(&job, subject);
  job.relative = false;
  metric_init(&m);
  const metric_method_t *best = metric_job_check(&job) == GCIM_OK ? metric_method_best(&job) : NULL;
  const int status = best == NULL ? GCIM_ERR_PARAM : metric_run(best, &job, &m);
  if (status == GCIM_OK) {
    row->method = best->name;
    row->exact =
        m.figure[METRIC_MED].kind == METRIC_EXACT || m.figure[METRIC_MED].kind == METRIC_ROUNDED;
    row->er = value_of(&m, METRIC_ER);
    row->med = value_of(&m, METRIC_MED);
    row->bias = value_of(&m, METRIC_BIAS);
    row->rmse = __builtin_sqrt(value_of(&m, METRIC_MSE));
  }
  metric_clear(&m);
  return status;
}

static int read_tree(const char *text, bool yosys, tree_row_t *row) {
  subject_t subject;
  gcim_net_t *net = NULL;
  if (subject_parse(text, &subject) != GCIM_OK) {
    return cmd_fail(&spec, CMD_USAGE, "%s", gcim_vec_error_text());
  }
  if (subject.kind == SUBJECT_POPCOUNT || subject.width > 32) {
    return cmd_fail(&spec, CMD_USAGE, "'%s' has no network: only trees and adders up to 32 bits",
                    text);
  }
  if (gcim_net_new(&subject.tree, &net) != GCIM_OK) {
    return cmd_fail(&spec, CMD_FAILED, "%s", gcim_error_text());
  }
  subject_print(&subject, row->line, sizeof row->line);
  row->cells = gcim_net_cells(net);
  row->cost = yosys ? yosys_cells(net) : gates(net);
  gcim_net_free(net);
  if (row->cost < 0) {
    return cmd_fail(&spec, CMD_FAILED, "yosys cannot be run or does not read '%s'", row->line);
  }
  return measure(&subject, row) == GCIM_OK
             ? CMD_OK
             : cmd_fail(&spec, CMD_FAILED, "%s", gcim_vec_error_text());
}

/* ---- all of them ---- */

static bool is_front(const tree_row_t *rows, int count, int index) {
  for (int i = 0; i < count; i++) {
    const bool no_worse = rows[i].cost <= rows[index].cost && rows[i].med <= rows[index].med;
    if (no_worse && (rows[i].cost < rows[index].cost || rows[i].med < rows[index].med)) {
      return false;
    }
  }
  return true;
}

static void print_table(const tree_row_t *rows, int count, bool yosys) {
  printf("%7s %7s %9s %10s %10s %10s  %-10s front  tree\n", "cells", yosys ? "yosys" : "gates",
         "ER", "MED", "bias", "RMSE", "method");
  for (int i = 0; i < count; i++) {
    const tree_row_t *r = &rows[i];
    printf("%7d %7.0f %9.5f %10.4f %+10.4f %10.4f  %-9s%s %-5s  %s\n", r->cells, r->cost, r->er,
           r->med, r->bias, r->rmse, r->method, r->exact ? " " : "~",
           is_front(rows, count, i) ? "yes" : "", r->line);
  }
  printf("~: sampled; all others are exact\n");
}

static int draw(const char *path, const tree_row_t *rows, int count, bool yosys) {
  svg_point_t points[MOST];
  gcim_out_t *out;
  for (int i = 0; i < count; i++) {
    points[i] = (svg_point_t){rows[i].line, rows[i].cost, rows[i].med, is_front(rows, count, i)};
  }
  if (gcim_out_open(path, &out) != GCIM_OK) {
    return cmd_fail(&spec, CMD_FAILED, "%s", gcim_vec_error_text());
  }
  svg_scatter(gcim_out_stream(out), "Mean error distance against cost",
              yosys ? "gates after synthesis (yosys)" : "gates (a full adder cell counts as 5)",
              "MED", points, count);
  return gcim_out_commit(out) == GCIM_OK ? CMD_OK
                                         : cmd_fail(&spec, CMD_FAILED, "%s", gcim_vec_error_text());
}

int cmd_approx_compare(int argc, char **argv) {
  tree_row_t *rows = calloc(MOST, sizeof *rows);
  const char *svg = NULL;
  bool yosys = false;
  int option, count = 0, status = CMD_OK;
  while ((option = cmd_option(&spec, argc, argv)) > CMD_END) {
    yosys = yosys || option == 'y';
    svg = option == 'v' ? optarg : svg;
  }
  if (option != CMD_END) {
    free(rows);
    return cmd_option_status(option);
  }
  if (rows == NULL || argc - optind < 1 || argc - optind > MOST) {
    free(rows);
    return cmd_fail(&spec, CMD_USAGE, "1..%d SPECs, each in quotes", (int)MOST);
  }
  for (int i = optind; i < argc && status == CMD_OK; i++) {
    status = read_tree(argv[i], yosys, &rows[count++]);
  }
  if (status == CMD_OK) {
    print_table(rows, count, yosys);
    status = svg == NULL ? CMD_OK : draw(svg, rows, count, yosys);
  }
  free(rows);
  return status;
}
