// claims_main.cpp [CLAIM...]: see claims.h. Without arguments all. Last line: N passed, N failed.
#include "claims.h"

#include <cstdio>
#include <cstring>

#include "gcim_num.h"

uint32_t Random::word() {
  const uint32_t counter[4] = {count_++, 0, 0, 0}, key[2] = {stream_, 0x636c616d};
  uint32_t out[4];
  gcim_philox4x32(counter, key, out);
  return out[0];
}

Bench::Bench() : context(new VerilatedContext), top(new Vclaims_top(context.get())) {
  top->rst_ni = 0;
  edge();
  top->rst_ni = 1;
  edge();
}

// Inputs were set while the clock is low; outputs are read after the edge.
void Bench::edge() {
  top->clk_i = 0;
  top->eval();
  top->clk_i = 1;
  top->eval();
}

namespace {

struct Claim {
  const char *name;
  const char *text;
  bool (*run)(Bench &);
};

const Claim claims[] = {
    {"serial", "serial alignment gives the digits of the barrel shifter", claim_serial},
    {"signless", "unsigned products and one compensation give the signed dot product",
     claim_signless},
    {"folding", "folding exponent bits into the significand is exact", claim_folding},
    {"guard", "16 guard bits keep the error of 64 FP16 products below 2^-30 of the largest",
     claim_guard},
    {"order", "weight error: layer-wise >= kernel-wise >= vector-wise alignment", claim_order},
};

bool wanted(int argc, char **argv, const char *name) {
  bool found = argc < 2;
  for (int i = 1; i < argc; i++) {
    found = found || std::strcmp(argv[i], name) == 0;
  }
  return found;
}

bool known(const char *name) {
  for (const Claim &claim : claims) {
    if (std::strcmp(claim.name, name) == 0) {
      return true;
    }
  }
  return false;
}

}  // namespace

int main(int argc, char **argv) {
  for (int i = 1; i < argc; i++) {
    if (!known(argv[i])) {
      std::fprintf(stderr,
                   "claims: no claim '%s'; there are: serial, signless, folding, guard, order\n",
                   argv[i]);
      return 2;
    }
  }
  int passed = 0, failed = 0;
  Bench bench;
  for (const Claim &claim : claims) {
    if (!wanted(argc, argv, claim.name)) {
      continue;
    }
    std::printf("%s: %s\n", claim.name, claim.text);
    const bool holds = claim.run(bench);
    std::printf("%s claim %s\n", holds ? "ok  " : "FAIL", claim.name);
    passed += holds;
    failed += !holds;
  }
  std::printf("claims: %d passed, %d failed\n", passed, failed);
  const bool written = std::fflush(stdout) == 0 && std::ferror(stdout) == 0;
  return failed == 0 && written ? 0 : 1;
}
