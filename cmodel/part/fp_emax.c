#include "part/fp_emax.h"

void gcim_fp_emax_take(gcim_fp_emax_t *group, int exp, bool counts) {
  if (counts && exp > group->max) {
    group->max = exp;
  }
  group->any = group->any || counts;
}

int gcim_fp_emax_edge(const gcim_fp_emax_t *group, int segment) {
  return group->any ? group->max | ((1 << segment) - 1) : 0;
}
