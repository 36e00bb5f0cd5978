/* card_clear.h: every card word means nothing; a reading defines the words it wants after this. No
 * include guard. */
#undef UNIT
#undef PARAM
#undef ENUM
#undef ENUM_AS
#undef CONST
#undef RULE
#undef LATENCY
#undef CHANNEL
#undef FIELD
#undef MODE
#undef VALUES
#undef IN
#undef OUT
#undef TAP
#undef SHAPE
#undef FLOATS
#undef NEAR
#undef USUAL
#undef ILLEGAL
#undef LOAD
#undef EPISODE
#undef COVER
#undef BINS
#undef CROSS
#undef BUDGET
#undef REV
#undef CONFIG
#undef SET
#undef END
#define UNIT(unit, kind, text)
#define PARAM(name, def, min, max)
#define ENUM(name, def, ...)
#define ENUM_AS(name, def, list)
#define CONST(name, value)
#define RULE(id, condition, text)
#define LATENCY(value)
#define CHANNEL(name, dir, ...)
#define FIELD(channel, name, width)
#define MODE(channel, name, width, min, max)
#define VALUES(signal, ...)
#define IN(name, width)
#define OUT(name, width)
#define TAP(name, width, delay)
#define SHAPE(signal, lanes, is_signed)
#define FLOATS(signal, exp_bits, man_bits)
#define NEAR(signal, other, distance)
#define USUAL(signal, value)
#define ILLEGAL(channel, id, condition, text)
#define LOAD(channel, field, count)
#define EPISODE(cycles)
#define COVER(name, bins)
#define BINS(name, ...)
#define CROSS(a, b, illegal)
#define BUDGET(smoke, nightly)
#define REV(number)
#define CONFIG(name, ...)
#define SET(name, value)
#define END(unit)
