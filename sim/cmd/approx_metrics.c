/* approx_metrics.c: `gcim approx metrics`: error metrics of one adder tree, two-operand adder or
 * population count, by one method or by all that apply.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "approx_report.h"
#include "cmd.h"
#include "fail.h"
#include "out.h"
#include "planes.h"
#include "svg.h"

static const char usage[] =
    "usage: gcim approx metrics SUBJECT [options]\n"
    "  SUBJECT is one line: a tree \"n=64 w=8 add=loa(3)\", a wide adder \"adder w=48 "
    "add=gear(4,4)\n"
    "  [signed]\", or a count \"popcount n=16 kind=single\" (exact, single, double, or, any,\n"
    "  saturate). d = approximate - exact.\n"
    "  --method M     auto (the best that applies), all, or one of closed lowpart ripple window\n"
    "                 tree popcount exhaustive additive monte planes\n"
    "  --domain D     all | no-overflow (the exact sum fits an operand's bits) | wrap (modulo the\n"
    "                 result's bits) | unbounded (before the modulo at the root)\n"
    "  --density A/B  a bit of an operand is 1 with probability A/B (1/2)\n"
    "  --planes FILE  given operands: .npy, .bits or text; the method is planes\n"
    "  --samples N    of monte (1048576)      --seed S   of monte (1)\n"
    "  --threads N    of exhaustive (1)\n"
    "  --state F      where exhaustive keeps an unfinished run: after Ctrl-C the same command goes "
    "on\n"
    "                 from there (gcim-approx-<fingerprint>.state in the current folder); removed "
    "at the end\n"
    "  --json         one JSON object         --svg F    the distribution of d as a picture\n"
    "  --quiet        no progress\n";

static const struct option options[] = {{"method", required_argument, NULL, 'm'},
                                        {"domain", required_argument, NULL, 'd'},
                                        {"density", required_argument, NULL, 'p'},
                                        {"planes", required_argument, NULL, 'f'},
                                        {"samples", required_argument, NULL, 'n'},
                                        {"seed", required_argument, NULL, 's'},
                                        {"threads", required_argument, NULL, 't'},
                                        {"state", required_argument, NULL, 'k'},
                                        {"json", no_argument, NULL, 'j'},
                                        {"svg", required_argument, NULL, 'v'},
                                        {"quiet", no_argument, NULL, 'q'},
                                        {"help", no_argument, NULL, 'h'},
                                        {NULL, 0, NULL, 0}};
static const cmd_spec_t spec = {"gcim approx metrics", usage, options};

typedef struct {
  metric_job_t job;
  subject_t subject;
  const char *method, *planes, *svg;
  bool json;
} ask_t;

static int bad_text(void) {
  return cmd_fail(&spec, CMD_USAGE, "%s", gcim_vec_error_text());
}

/* ---- options ---- */

static int read_domain(ask_t *ask, const char *text) {
  static const char *const names[] = {"all", "no-overflow", "wrap", "unbounded", NULL};
  static const metric_domain_t domains[] = {DOMAIN_ALL, DOMAIN_NO_OVERFLOW, DOMAIN_WRAP,
                                            DOMAIN_UNBOUNDED};
  for (int i = 0; names[i] != NULL; i++) {
    if (strcmp(text, names[i]) == 0) {
      ask->job.domain = domains[i];
      return CMD_OK;
    }
  }
  return cmd_fail(&spec, CMD_USAGE, "--domain '%s': there are all, no-overflow, wrap, unbounded",
                  text);
}

static int read_density(ask_t *ask, const char *text) {
  unsigned ones, of;
  char rest;
  if (sscanf(text, "%u/%u%c", &ones, &of, &rest) != 2 || of == 0 || ones > of) {
    return cmd_fail(&spec, CMD_USAGE, "--density '%s' is no fraction A/B from 0/1 to 1/1", text);
  }
  ask->job.ones = ones;
  ask->job.of = of;
  return CMD_OK;
}

static int read_number(ask_t *ask, int option) {
  uint64_t value = 0;
  int status = CMD_OK;
  if (option == 'n') {
    status = cmd_number(&spec, "--samples", optarg, 1, UINT64_C(1) << 40, &ask->job.samples);
  } else if (option == 's') {
    status = cmd_number(&spec, "--seed", optarg, 0, UINT64_MAX, &ask->job.seed);
  } else {
    status = cmd_number(&spec, "--threads", optarg, 1, METRIC_MAX_THREADS, &value);
    ask->job.threads = (int)value;
  }
  return status;
}

static int take_option(ask_t *ask, int option) {
  switch (option) {
    case 'm':
      ask->method = optarg;
      return CMD_OK;
    case 'd':
      return read_domain(ask, optarg);
    case 'p':
      return read_density(ask, optarg);
    case 'f':
      ask->planes = optarg;
      return CMD_OK;
    case 'k':
      ask->job.state_path = optarg;
      return CMD_OK;
    case 'j':
      ask->json = true;
      return CMD_OK;
    case 'v':
      ask->svg = optarg;
      return CMD_OK;
    case 'q':
      ask->job.is_quiet = true;
      return CMD_OK;
    default:
      return read_number(ask, option);
  }
}

/* ---- methods ---- */

static int write_svg(const ask_t *ask, const metric_t *m) {
  gcim_out_t *out;
  char title[METRIC_TEXT];
  subject_print(&ask->subject, title, sizeof title);
  if (m->pmf.count == 0) {
    return cmd_fail(&spec, CMD_FAILED, "--svg: method %s gives no distribution of d", m->method);
  }
  if (gcim_out_open(ask->svg, &out) != GCIM_OK) {
    return cmd_fail(&spec, CMD_FAILED, "%s", gcim_vec_error_text());
  }
  svg_pmf(gcim_out_stream(out), m, title);
  return gcim_out_commit(out) == GCIM_OK ? CMD_OK
                                         : cmd_fail(&spec, CMD_FAILED, "%s", gcim_vec_error_text());
}

/* ---- interruptions: exhaustive ends by itself and keeps what it has ---- */

static volatile sig_atomic_t caught;

static void on_signal(int number) {
  caught = number;
}

static bool is_caught(void *self) {
  (void)self;
  return caught != 0;
}

static int run_caught(const metric_method_t *method, const metric_job_t *job, metric_t *m) {
  static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
  enum { SIGNALS = sizeof signals / sizeof *signals };
  struct sigaction action = {0}, before[SIGNALS];
  action.sa_handler = on_signal;
  action.sa_flags = SA_RESTART;
  for (int i = 0; i < SIGNALS; i++) {
    sigaction(signals[i], &action, &before[i]);
  }
  const int status = metric_run(method, job, m);
  for (int i = 0; i < SIGNALS; i++) {
    sigaction(signals[i], &before[i], NULL);
  }
  return status;
}

/* `m` is initialised. */
static int run_method(const ask_t *ask, const metric_method_t *method, metric_t *m) {
  const int status = method == &metric_exhaustive ? run_caught(method, &ask->job, m)
                                                  : metric_run(method, &ask->job, m);
  if (status != GCIM_OK) {
    return cmd_fail(&spec, caught != 0 ? 128 + caught : CMD_FAILED, "%s", gcim_vec_error_text());
  }
  if (ask->json) {
    approx_report_json(stdout, &ask->subject, m);
  } else {
    approx_report_text(stdout, &ask->subject, m);
  }
  return CMD_OK;
}

static int run_one(const ask_t *ask, const metric_method_t *method) {
  metric_t m;
  metric_init(&m);
  int status = run_method(ask, method, &m);
  if (status == CMD_OK && ask->svg != NULL) {
    status = write_svg(ask, &m);
  }
  metric_clear(&m);
  return status;
}

/* One method of all; its figures must be those of `first`, which the first one sets. */
static int run_next(const ask_t *ask, const metric_method_t *method, metric_t *first, int ran) {
  metric_t m;
  if (ran == 0) {
    return run_method(ask, method, first);
  }
  metric_init(&m);
  int status = run_method(ask, method, &m);
  const char *what = status == CMD_OK ? metric_difference(first, &m) : NULL;
  if (what != NULL) {
    status = cmd_fail(&spec, CMD_FAILED, "methods %s and %s give another %s: one of them is wrong",
                      first->method, method->name, what);
  }
  metric_clear(&m);
  return status;
}

/* Every method that applies; why the others do not. */
static int run_all(const ask_t *ask) {
  int status = CMD_OK, ran = 0;
  metric_t first;
  metric_init(&first);
  for (int i = 0; metric_method(i) != NULL && status == CMD_OK; i++) {
    const metric_method_t *method = metric_method(i);
    const char *reason = "it would take long; name it to run it";
    if (method->check(&ask->job) != GCIM_OK) {
      reason = gcim_vec_error_text();
    } else if (!metric_method_is_long(method, &ask->job)) {
      status = run_next(ask, method, &first, ran++);
      continue;
    }
    if (!ask->json) {
      printf("method %s does not apply: %s\n\n", method->name, reason);
    }
  }
  if (status == CMD_OK && ran > 0 && ask->svg != NULL) {
    status = write_svg(ask, &first);
  }
  metric_clear(&first);
  return ran > 0 ? status : cmd_fail(&spec, CMD_FAILED, "no method applies");
}

static int run(ask_t *ask) {
  if (metric_job_check(&ask->job) != GCIM_OK) {
    return bad_text();
  }
  if (strcmp(ask->method, "all") == 0) {
    return run_all(ask);
  }
  if (strcmp(ask->method, "auto") == 0) {
    const metric_method_t *best = metric_method_best(&ask->job);
    return best != NULL ? run_one(ask, best) : cmd_fail(&spec, CMD_FAILED, "no method applies");
  }
  const metric_method_t *method = metric_method_find(ask->method);
  if (method == NULL) {
    return bad_text();
  }
  return run_one(ask, method);
}

int cmd_approx_metrics(int argc, char **argv) {
  ask_t ask = {.method = "auto"};
  metric_job_init(&ask.job, &ask.subject);
  ask.job.is_quiet = false;
  ask.job.keeps_state = true;
  ask.job.stop = is_caught;
  int option, status = CMD_OK;
  while (status == CMD_OK && (option = cmd_option(&spec, argc, argv)) > CMD_END) {
    status = take_option(&ask, option);
  }
  if (status != CMD_OK || option != CMD_END) {
    return status != CMD_OK ? status : cmd_option_status(option);
  }
  if (optind + 1 != argc) {
    return cmd_fail(&spec, CMD_USAGE, "one SUBJECT, in quotes, such as \"n=2 w=8 add=loa(4)\"");
  }
  if (subject_parse(argv[optind], &ask.subject) != GCIM_OK) {
    return bad_text();
  }
  planes_t planes;
  if (ask.planes != NULL) {
    if (planes_read(ask.planes, &ask.subject, &planes) != GCIM_OK) {
      return cmd_fail(&spec, CMD_FAILED, "%s", gcim_vec_error_text());
    }
    ask.job.data = &planes;
  }
  status = run(&ask);
  if (ask.planes != NULL) {
    planes_free(&planes);
  }
  return status;
}
