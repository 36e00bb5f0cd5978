/* vec.c: what reader and writer of vector files share: fields of a line, parameters as text. */
#include "vec.h"

#include <string.h>

static void add_field(gcim_vec_layout_t *layout, const char *name, int signal, int width) {
  gcim_vec_field_t *field = &layout->fields[layout->field_count++];
  snprintf(field->name, sizeof field->name, "%s", name);
  field->signal = signal;
  field->width = width;
  field->digits = (width + 3) / 4;
}

static bool is_port(const gcim_card_t *card, int signal) {
  const gcim_signal_t *s = &card->signals[signal];
  const bool hidden = card->kind == GCIM_TRANSACTION && s->kind == GCIM_SIGNAL_VALID;
  return s->kind != GCIM_SIGNAL_TAP && s->width > 0 && !hidden;
}

static void add_ports(gcim_vec_layout_t *layout, const gcim_card_t *card, bool inputs,
                      bool outputs) {
  for (int i = 0; i < card->signal_count; i++) {
    const gcim_signal_t *s = &card->signals[i];
    if (!is_port(card, i) || !(s->is_input ? inputs : outputs)) {
      continue;
    }
    add_field(layout, s->port, i, s->width);
    if (!s->is_input) {
      layout->outputs[layout->output_count++] = i;
    }
  }
}

void gcim_vec_layout(const gcim_card_t *card, gcim_vec_layout_t *layout) {
  memset(layout, 0, sizeof *layout);
  if (card->kind == GCIM_TRANSACTION) {
    add_ports(layout, card, true, true);
    return;
  }
  add_field(layout, "rst_ni", GCIM_VEC_RESET, 1);
  add_ports(layout, card, true, false);
  add_ports(layout, card, false, true);
  add_field(layout, "mask", GCIM_VEC_MASK, layout->output_count);
}

int gcim_vec_line_digits(const gcim_vec_layout_t *layout) {
  int digits = 0;
  for (int i = 0; i < layout->field_count; i++) {
    digits += layout->fields[i].digits;
  }
  return digits;
}

/* The number-th word of "BINARY, CARRY_SAVE". */
static void member_name(const char *members, int64_t number, char *text, size_t size) {
  for (int64_t i = 0; i < number && members != NULL; i++) {
    const char *comma = strchr(members, ',');
    members = comma == NULL ? NULL : comma + 1;
  }
  if (members == NULL) {
    snprintf(text, size, "%lld", (long long)number);
    return;
  }
  members += strspn(members, " ");
  snprintf(text, size, "%.*s", (int)strcspn(members, ", "), members);
}

static int print_params(const gcim_card_t *card, char *text, size_t size) {
  size_t used = 0;
  text[0] = '\0';
  for (int i = 0; i < card->value_count; i++) {
    const gcim_value_t *v = &card->values[i];
    if (v->kind == GCIM_VALUE_CONST) {
      continue;
    }
    char value[GCIM_NAME_CHARS];
    if (v->kind == GCIM_VALUE_ENUM) {
      member_name(v->members, v->value, value, sizeof value);
    } else {
      snprintf(value, sizeof value, "%lld", (long long)v->value);
    }
    const int n =
        snprintf(text + used, size - used, "%s%s=%s", used == 0 ? "" : " ", v->name, value);
    if (n < 0 || (size_t)n >= size - used) {
      return gcim_vec_fail(GCIM_ERR_STATE, "%s: the parameters need more than %zu characters",
                           card->unit, size);
    }
    used += (size_t)n;
  }
  return GCIM_OK;
}

int gcim_vec_head(const gcim_model_t *model, const char *config, gcim_vec_head_t *head) {
  const gcim_card_t *card = gcim_model_card(model);
  memset(head, 0, sizeof *head);
  snprintf(head->config, sizeof head->config, "%s", config == NULL ? "-" : config);
  snprintf(head->card, sizeof head->card, "%.8s", gcim_unit_identity(gcim_model_unit(model)));
  head->revision = card->revision;
  return print_params(card, head->params, sizeof head->params);
}
