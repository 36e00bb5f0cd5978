/* mx_error.h: what the files of `gcim mx error` share: what a conversion loses, and its report. */
#ifndef GCIM_CMD_MX_ERROR_H
#define GCIM_CMD_MX_ERROR_H

#include <stdio.h>

#include "mx_source.h"

/* One preset on one tensor. */
typedef struct {
  const char *tensor, *preset;
  uint64_t values, finite;    /* finite before and after: signal to worst_share are theirs */
  uint64_t lost;              /* finite before only */
  uint64_t saturated, zeroed; /* of the finite ones */
  uint64_t blocks, nan_blocks, bytes; /* elements packed, row after row */
  double signal, noise;               /* sums of squares of x and y - x */
  double worst, worst_share;          /* largest |y - x|; .. of the block's largest finite |x| */
} mx_loss_t;

double mx_loss_sqnr(const mx_loss_t *loss);

/* How a preset's blocks are read. */
typedef struct {
  gcim_mx_t config;
  double element[256];    /* numbers of codes at scale 127 */
  double largest, beyond; /* element; what is above it lost more than half a step */
} mx_reader_t;

int mx_reader_set(const gcim_mx_t *config, mx_reader_t *reader);

/* Add converted blocks of `count` values. */
void mx_loss_add(mx_loss_t *loss, const mx_reader_t *reader, const double *values, size_t count,
                 const uint8_t *scale, const uint8_t *elem);

/* ---- report ---- */

typedef struct {
  const char *elem;
  int block;
  const mx_loss_t *losses;
  int count;
} mx_error_report_t;

void mx_error_table(FILE *out, const mx_error_report_t *report);
/* GCIM_ERR_STATE: no memory. */
int mx_error_json(FILE *out, const mx_error_report_t *report);
int mx_error_svg(FILE *out, const mx_error_report_t *report);

#endif
