/* names.h: file-local names of one card, for its golden. A golden writes
 *
 *   #define GCIM_CARD "unit/add_tree.def"
 *   #include "core/names.h"
 *
 * and has V_<parameter or constant>, E_<enumeration>_<member>, S_<signal> (the index into
 * card->signals), C_<coverage point> and B_<point>_<bin>. The order is that of core/fold.c.
 */
#define FE_1(m, p, x) m(p, x)
#define FE_2(m, p, x, ...) m(p, x) FE_1(m, p, __VA_ARGS__)
#define FE_3(m, p, x, ...) m(p, x) FE_2(m, p, __VA_ARGS__)
#define FE_4(m, p, x, ...) m(p, x) FE_3(m, p, __VA_ARGS__)
#define FE_5(m, p, x, ...) m(p, x) FE_4(m, p, __VA_ARGS__)
#define FE_6(m, p, x, ...) m(p, x) FE_5(m, p, __VA_ARGS__)
#define FE_7(m, p, x, ...) m(p, x) FE_6(m, p, __VA_ARGS__)
#define FE_8(m, p, x, ...) m(p, x) FE_7(m, p, __VA_ARGS__)
#define FE_9(m, p, x, ...) m(p, x) FE_8(m, p, __VA_ARGS__)
#define FE_10(m, p, x, ...) m(p, x) FE_9(m, p, __VA_ARGS__)
#define FE_11(m, p, x, ...) m(p, x) FE_10(m, p, __VA_ARGS__)
#define FE_12(m, p, x, ...) m(p, x) FE_11(m, p, __VA_ARGS__)
#define FE_13(m, p, x, ...) m(p, x) FE_12(m, p, __VA_ARGS__)
#define FE_14(m, p, x, ...) m(p, x) FE_13(m, p, __VA_ARGS__)
#define FE_15(m, p, x, ...) m(p, x) FE_14(m, p, __VA_ARGS__)
#define FE_16(m, p, x, ...) m(p, x) FE_15(m, p, __VA_ARGS__)
#define FE_17(m, p, x, ...) m(p, x) FE_16(m, p, __VA_ARGS__)
#define FE_18(m, p, x, ...) m(p, x) FE_17(m, p, __VA_ARGS__)
#define FE_19(m, p, x, ...) m(p, x) FE_18(m, p, __VA_ARGS__)
#define FE_20(m, p, x, ...) m(p, x) FE_19(m, p, __VA_ARGS__)
#define FE_PICK(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, name, ...) name
#define FOR_EACH(m, p, ...)                                                                  \
  FE_PICK(__VA_ARGS__, FE_20, FE_19, FE_18, FE_17, FE_16, FE_15, FE_14, FE_13, FE_12, FE_11, \
          FE_10, FE_9, FE_8, FE_7, FE_6, FE_5, FE_4, FE_3, FE_2, FE_1, 0)                    \
  (m, p, __VA_ARGS__)
#define BIN_NAME(point, bin) B_##point##_##bin,
#define MEMBER_NAME(list, member) E_##list##_##member,

#include "core/card_clear.h"
#undef PARAM
#undef ENUM
#undef ENUM_AS
#undef CONST
#undef LATENCY
#define PARAM(name, def, min, max) V_##name,
#define ENUM(name, def, ...) V_##name,
#define ENUM_AS(name, def, list) V_##name,
#define CONST(name, value) V_##name,
#define LATENCY(value) V_Latency,
enum {
#include GCIM_CARD
  V_COUNT
};

#include "core/card_clear.h"
#undef ENUM
#define ENUM(name, def, ...) enum { FOR_EACH(MEMBER_NAME, name, __VA_ARGS__) };
#include GCIM_CARD

#include "core/card_clear.h"
#undef LATENCY
#undef CHANNEL
#undef FIELD
#undef MODE
#undef IN
#undef OUT
#undef TAP
#define LATENCY(value) S_in_valid, S_out_valid,
#define CHANNEL(name, dir, ...) S_##name##_valid, S_##name##_ready,
#define FIELD(channel, name, width) S_##channel##_##name,
#define MODE(channel, name, width, min, max) S_##channel##_##name,
#define IN(name, width) S_##name,
#define OUT(name, width) S_##name,
#define TAP(name, width, delay) S_tap_##name,
enum {
#include GCIM_CARD
  S_COUNT
};

#include "core/card_clear.h"
#undef COVER
#define COVER(name, bins) C_##name,
enum {
#include GCIM_CARD
  C_COUNT
};

#include "core/card_clear.h"
#undef BINS
#define BINS(point, ...) enum { FOR_EACH(BIN_NAME, point, __VA_ARGS__) };
#include GCIM_CARD
#include "core/card_clear.h"
