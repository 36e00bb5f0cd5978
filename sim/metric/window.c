/* window.c: block adders: every result bit comes from a sub-adder that starts at a bit s and
 * assumes carry 0 there.
 *
 * A carry that is alive at a bit came from the last bit that generated one; a sub-adder sees it if
 * it starts at or before that bit. So the state is how many sub-adders see the carry: 0, none is
 * alive; the first starts at bit 0 and sees what the exact adder sees.
 */
#include "bitdp.h"
#include "fail.h"
#include "gcim.h"

typedef struct {
  const subject_t *subject;
  int r, p;  /* sub-adder j starts at bit j * r and gives bits from j * r + p */
  int count; /* of sub-adders */
} window_t;

static int check_window(const metric_job_t *job) {
  const subject_t *s = job->subject;
  if (!s->is_adder) {
    return gcim_vec_fail(GCIM_ERR_PARAM, "it is for one adder of two operands");
  }
  if (subject_is_lower_part(&s->adder)) {
    return gcim_vec_fail(GCIM_ERR_PARAM, "'%s' is no block adder",
                         gcim_add_name((int)s->adder.kind));
  }
  if (job->domain != DOMAIN_ALL) {
    return gcim_vec_fail(GCIM_ERR_PARAM, "it takes all operands, not --domain no-overflow");
  }
  return GCIM_OK;
}

/* The sub-adder that gives result bit `bit`. */
static int owner(const window_t *w, int bit) {
  return bit < w->r + w->p ? 0 : (bit - w->p) / w->r;
}

static void window_step(const void *self, int bit, int state, int ab, bitdp_step_t *out) {
  const window_t *w = self;
  const int last = w->subject->width - 1, who = owner(w, bit);
  const int flip = (ab >> 1) ^ (ab & 1);
  const int sum = flip ^ (state > who), exact_sum = flip ^ (state > 0);
  const int started = bit / w->r + 1 < w->count ? bit / w->r + 1 : w->count;
  out->next = ab == 3 ? started : ab == 0 ? 0 : state;
  out->wrong = sum != exact_sum;
  out->diff = sum - exact_sum;
  if (bit == last) {
    const int carry = out->next > who, exact_carry = out->next > 0;
    out->diff += w->subject->is_signed ? -2 * ((flip ^ carry) - (flip ^ exact_carry))
                                       : 2 * (carry - exact_carry);
  }
}

static bool window_top_wrong(const void *self, int state) {
  const window_t *w = self;
  return (state > 0) != (state > w->count - 1);
}

/* R and P of each kind, by sentence 19 of the adders' card. */
static window_t window_of(const subject_t *s) {
  const gcim_adder_t *a = &s->adder;
  window_t w = {s, a->k, 0, 1};
  switch (a->kind) {
    case GCIM_ADD_ETA2:
      w.p = a->k;
      break;
    case GCIM_ADD_ACA1:
      w.r = 1;
      w.p = a->k - 1;
      break;
    case GCIM_ADD_GEAR:
      w.p = a->p;
      break;
    default:
      break;
  }
  if (a->k == 0) { /* exact: one sub-adder of all bits */
    w.r = s->width;
    w.p = 0;
  }
  w.count = owner(&w, s->width - 1) + 1;
  return w;
}

static int run_window(const metric_job_t *job, metric_t *m) {
  const subject_t *s = job->subject;
  const window_t w = window_of(s);
  const bitdp_t dp = {w.count + 1, s->width, s->width, &w, window_step, window_top_wrong};
  bitdp_moments(&dp, job, m);
  bitdp_extremes(&dp, m);
  return bitdp_distribution(&dp, job, m);
}

const metric_method_t metric_window = {
    "window", "bit by bit through a block adder, states of the carries' reach", check_window,
    run_window};
