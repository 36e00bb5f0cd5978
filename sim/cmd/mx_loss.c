/* mx_loss.c: what a conversion to Microscaling blocks loses, block by block. Numbers of blocks are
 * exact in double; sums are added per block first, so that long tensors lose nothing that shows. */
#include <math.h>

#include "mx_error.h"

double mx_loss_sqnr(const mx_loss_t *loss) {
  if (loss->noise == 0 || loss->signal == 0) {
    return loss->finite == 0 ? NAN : loss->noise == 0 ? INFINITY : -INFINITY;
  }
  return 10 * log10(loss->signal / loss->noise);
}

static double number_of(uint32_t code) {
  union {
    uint32_t code;
    float number;
  } single = {code};
  return (double)single.number;
}

int mx_reader_set(const gcim_mx_t *config, mx_reader_t *reader) {
  const gcim_fp_policy_t exact = {0};
  const int codes = 1 << gcim_mx_elem_bits(config->elem);
  const uint8_t one = GCIM_MX_SCALE_ONE;
  gcim_mx_t whole = *config;
  double next = 0;
  *reader = (mx_reader_t){.config = *config};
  whole.block = 1;
  for (int c = 0; c < codes; c++) {
    const uint8_t code = (uint8_t)c;
    uint32_t single;
    const int status =
        gcim_mx_dequant(&whole, gcim_float_find("fp32"), &exact, &one, 1, &code, 1, &single, NULL);
    if (status != GCIM_OK) {
      return status;
    }
    reader->element[c] = number_of(single);
  }
  for (int c = 0; c < codes; c++) { /* the two largest */
    const double number = reader->element[c];
    if (isfinite(number) && number > reader->largest) {
      next = reader->largest;
      reader->largest = number;
    } else if (isfinite(number) && number > next && number < reader->largest) {
      next = number;
    }
  }
  reader->beyond = reader->largest + (reader->largest - next) / 2;
  return GCIM_OK;
}

/* Sums of one block. */
typedef struct {
  double signal, noise, worst, most;
} sums_t;

static void add_value(mx_loss_t *loss, const mx_reader_t *r, double x, int exp, uint8_t code,
                      sums_t *sums) {
  const double y =
      exp == GCIM_MX_SCALE_NAN ? NAN : ldexp(r->element[code], exp - GCIM_MX_SCALE_ONE);
  if (!isfinite(x)) {
    return;
  }
  sums->most = fmax(sums->most, fabs(x));
  if (!isfinite(y)) {
    loss->lost++;
    return;
  }
  const double error = fabs(y - x);
  loss->finite++;
  loss->zeroed += x != 0 && y == 0;
  if (fabs(y) > 0 && fabs(r->element[code]) >= r->largest) {
    /* -128 of int8 has a step of its own beyond -127 */
    const double limit = r->beyond + fabs(r->element[code]) - r->largest;
    loss->saturated += fabs(x) > ldexp(limit, exp - GCIM_MX_SCALE_ONE);
  }
  sums->signal += x * x;
  sums->noise += error * error;
  sums->worst = fmax(sums->worst, error);
}

void mx_loss_add(mx_loss_t *loss, const mx_reader_t *r, const double *values, size_t count,
                 const uint8_t *scale, const uint8_t *elem) {
  const size_t block = (size_t)r->config.block;
  double signal = 0, noise = 0;
  for (size_t at = 0, b = 0; at < count; at += block, b++) {
    const size_t end = count - at < block ? count : at + block;
    sums_t sums = {0};
    for (size_t i = at; i < end; i++) {
      add_value(loss, r, values[i], scale[b], elem[i], &sums);
    }
    signal += sums.signal;
    noise += sums.noise;
    loss->worst = fmax(loss->worst, sums.worst);
    loss->worst_share =
        sums.most > 0 ? fmax(loss->worst_share, sums.worst / sums.most) : loss->worst_share;
    loss->nan_blocks += scale[b] == GCIM_MX_SCALE_NAN;
    loss->blocks++;
  }
  loss->signal += signal;
  loss->noise += noise;
  loss->values += count;
  loss->bytes += gcim_mx_blocks(&r->config, count) + gcim_mx_packed_bytes(r->config.elem, count);
}
