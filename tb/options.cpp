#include "options.h"

#include <getopt.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {

const char usage[] =
    "usage: bench [--config NAME|all] [--seed N] [--first N] [--count N] [--budget smoke|nightly]\n"
    "             [--no-taps] [--illegal] [--no-load] [--replay FILE] [--out DIR] [--cover FILE] "
    "[--quiet]\n"
    "             [--break compare|episode]   (plants a fault in the bench: the run must end "
    "red)\n";

// A whole number, or a message that says what is allowed.
bool number(const char *name, const char *text, uint64_t min, uint64_t *value) {
  char *end = nullptr;
  errno = 0;
  *value = std::strtoull(text, &end, 0);
  if (errno != 0 || end == text || *end != '\0' || text[0] == '-' || *value < min) {
    std::fprintf(stderr, "%s='%s' is not a whole number of at least %llu (up to 2^64-1)\n", name,
                 text, static_cast<unsigned long long>(min));
    return false;
  }
  return true;
}

bool choose_break(const char *text, BreakChecker *what) {
  if (std::strcmp(text, "compare") == 0) {
    *what = BREAK_COMPARE;
  } else if (std::strcmp(text, "episode") == 0) {
    *what = BREAK_DROP_EPISODE;
  } else {
    std::fprintf(stderr, "--break '%s': there are compare, episode\n", text);
    return false;
  }
  return true;
}

bool choose_budget(const char *text, std::string *budget) {
  *budget = text;
  if (*budget != "smoke" && *budget != "nightly") {
    std::fprintf(stderr, "BUDGET='%s': there are smoke, nightly\n", text);
    return false;
  }
  return true;
}

bool writable(const std::string &dir) {
  if (access(dir.c_str(), W_OK | X_OK) == 0) {
    return true;
  }
  std::fprintf(stderr, "--out '%s': %s; name an existing folder that you may write to\n",
               dir.c_str(), std::strerror(errno));
  return false;
}

}  // namespace

bool Options::parse(int argc, char **argv) {
  enum {
    CONFIG = 1,
    SEED,
    FIRST,
    COUNT,
    BUDGET,
    NO_TAPS,
    ILLEGAL,
    NO_LOAD,
    REPLAY,
    OUT,
    COVER,
    QUIET,
    BREAK
  };
  static const option known[] = {{"config", 1, nullptr, CONFIG},   {"seed", 1, nullptr, SEED},
                                 {"first", 1, nullptr, FIRST},     {"count", 1, nullptr, COUNT},
                                 {"budget", 1, nullptr, BUDGET},   {"no-taps", 0, nullptr, NO_TAPS},
                                 {"illegal", 0, nullptr, ILLEGAL}, {"no-load", 0, nullptr, NO_LOAD},
                                 {"replay", 1, nullptr, REPLAY},   {"out", 1, nullptr, OUT},
                                 {"cover", 1, nullptr, COVER},     {"quiet", 0, nullptr, QUIET},
                                 {"break", 1, nullptr, BREAK},     {nullptr, 0, nullptr, 0}};
  bool good = true;
  for (int c = getopt_long(argc, argv, "", known, nullptr); c != -1 && good;
       c = getopt_long(argc, argv, "", known, nullptr)) {
    switch (c) {
      case CONFIG:
        config = optarg;
        break;
      case SEED:
        good = number("SEED", optarg, 0, &seed);
        break;
      case FIRST:
        good = number("FIRST", optarg, 0, &first);
        break;
      case COUNT:
        good = number("COUNT", optarg, 1, &count);
        break;
      case BUDGET:
        good = choose_budget(optarg, &budget);
        break;
      case NO_TAPS:
        tap_mask = 0;
        break;
      case ILLEGAL:
        stim_flags |= GCIM_STIM_ILLEGAL;
        break;
      case NO_LOAD:
        stim_flags |= GCIM_STIM_NO_LOAD;
        break;
      case REPLAY:
        replay = optarg;
        break;
      case OUT:
        out = optarg;
        break;
      case COVER:
        cover = optarg;
        break;
      case QUIET:
        quiet = true;
        break;
      case BREAK:
        good = choose_break(optarg, &break_checker);
        break;
      default:
        std::fputs(usage, stderr);
        return false;
    }
  }
  for (int i = optind; i < argc && good; i++) {
    if (argv[i][0] != '+') { /* plusargs belong to the simulator */
      std::fprintf(stderr, "'%s' is not an option\n%s", argv[i], usage);
      good = false;
    }
  }
  return good && writable(out);
}

bool Options::selects(const char *name) const {
  return config == "all" || config == name;
}

void Options::complain_config(const char *unit, const std::vector<std::string> &known) const {
  std::string params = "config=" + config;
  gcim_model_t *model = nullptr;
  if (gcim_model_new(gcim_unit_find(unit), params.c_str(), &model) != GCIM_OK) {
    std::fprintf(stderr, "%s\n", gcim_error_text());
  } else {
    std::fprintf(stderr, "%s: configuration '%s' is not in this build; rebuild\n", unit,
                 config.c_str());
  }
  gcim_model_free(model);
  std::fprintf(stderr, "configurations:");
  for (const std::string &name : known) {
    std::fprintf(stderr, " %s", name.c_str());
  }
  std::fprintf(stderr, "\n");
}

uint64_t Options::count_for(const gcim_card_t *card) const {
  if (!replay.empty()) {
    return 1;
  }
  const int64_t budgeted = budget == "smoke" ? card->budget_smoke : card->budget_nightly;
  return count > 0 ? count : static_cast<uint64_t>(budgeted);
}

std::string Options::trace_file(const char *unit, const char *name) const {
  return out + "/" + unit + "." + name + ".fst";
}

std::string Options::stimulus_file(const char *unit, const char *name) const {
  return out + "/" + unit + "." + name + ".stim";
}

std::string Options::coverage_file(const char *unit, const char *name) const {
  return out + "/" + unit + "." + name + ".coverage.dat";
}
