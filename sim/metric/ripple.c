/* ripple.c: chains of full adder cells: the state after a bit is the exact and the approximate
 * carry.
 */
#include "bitdp.h"
#include "fail.h"
#include "gcim.h"

typedef struct {
  const subject_t *subject;
  int value_bits;
} ripple_t;

static int check_ripple(const metric_job_t *job) {
  const subject_t *s = job->subject;
  if (!s->is_adder) {
    return gcim_vec_fail(GCIM_ERR_PARAM, "it is for one adder of two operands");
  }
  if (s->adder.kind != GCIM_ADD_CHAIN && s->adder.kind != GCIM_ADD_EXACT && s->adder.k != 0) {
    return gcim_vec_fail(GCIM_ERR_PARAM, "'%s' is no chain of full adder cells",
                         gcim_add_name((int)s->adder.kind));
  }
  if (job->domain != DOMAIN_ALL) {
    return gcim_vec_fail(GCIM_ERR_PARAM, "it takes all operands, not --domain no-overflow");
  }
  return GCIM_OK;
}

/* State: 2 * exact carry + approximate carry. */
static void ripple_step(const void *self, int bit, int state, int ab, bitdp_step_t *out) {
  const ripple_t *r = self;
  const subject_t *s = r->subject;
  static const gcim_fa_t exact_cell = {0x96, 0xe8};
  const bool is_cell = s->adder.kind == GCIM_ADD_CHAIN && bit < s->adder.k;
  const gcim_fa_t cell = is_cell ? s->adder.cell : exact_cell;
  const int row = 2 * ab + state % 2, exact_row = 2 * ab + state / 2;
  const int sum = (cell.s >> row) & 1, carry = (cell.c >> row) & 1;
  const int exact_sum = (exact_cell.s >> exact_row) & 1;
  const int exact_carry = (exact_cell.c >> exact_row) & 1;
  out->next = 2 * exact_carry + carry;
  out->wrong = sum != exact_sum;
  out->diff = bit < r->value_bits ? sum - exact_sum : 0;
  if (bit != r->value_bits - 1) {
    return;
  }
  if (s->is_signed && r->value_bits == s->width) { /* the sign: a ^ b ^ carry, weight negative */
    const int flip = (ab >> 1) ^ (ab & 1);
    out->diff -= 2 * ((flip ^ carry) - (flip ^ exact_carry));
  } else { /* an exact upper part adds the carry as it comes */
    out->diff += 2 * (carry - exact_carry);
  }
}

static bool ripple_top_wrong(const void *self, int state) {
  (void)self;
  return state / 2 != state % 2;
}

static int run_ripple(const metric_job_t *job, metric_t *m) {
  const subject_t *s = job->subject;
  const ripple_t r = {s, s->adder.kind == GCIM_ADD_CHAIN ? s->adder.k : 0};
  const bitdp_t dp = {4, r.value_bits, s->width, &r, ripple_step, ripple_top_wrong};
  bitdp_moments(&dp, job, m);
  bitdp_extremes(&dp, m);
  return bitdp_distribution(&dp, job, m);
}

const metric_method_t metric_ripple = {"ripple",
                                       "bit by bit through a chain of cells, states of two carries",
                                       check_ripple, run_ripple};
