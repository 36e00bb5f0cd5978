#ifndef GCIM_CORE_PHILOX_H
#define GCIM_CORE_PHILOX_H

#include <stdint.h>

/* Write the Philox4x32-10 block of `counter` under `key`: a pure function, so any case can be
 * repeated alone and in any order.
 *
 * Shapes:  counter[4], key[2], out[4]; word 0 is counter word c0 of the source. `out` may be
 *          `counter`.
 * Exact:   yes, arithmetic modulo 2^32.
 * Errors:  none.
 * Source:  Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC11.
 */
void gcim_philox4x32(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4]);

#endif /* GCIM_CORE_PHILOX_H */
