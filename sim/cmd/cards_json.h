/* cards_json.h: cards as JSON. */
#ifndef GCIM_CARDS_JSON_H
#define GCIM_CARDS_JSON_H

#include <stdio.h>

#include "gcim.h"

/* Every unit, or only `only` if it is not NULL: defaults, and what each configuration makes of them
 * (sim/cards.schema.json). Errors: the text is gcim_vec_error_text().
 */
int cards_json(FILE *to, const gcim_unit_t *only);

#endif
