/* replay.c: what the C library computes for the witness of a proof.
 *
 * usage: replay adder A B NAME=VALUE..       A, B, DATA: hexadecimal; names as in apx_add2.def and
 *        replay tree DATA NAME=VALUE..       apx_tree.def, BINARY trees of one adder
 *   Prints the sum, all bits of it, and the exact sum, hexadecimal.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gcim.h"
#include "gcim_approx.h"

enum { MAX_WORDS = 1024 };

static int value_of(int argc, char **argv, const char *name) {
  const size_t length = strlen(name);
  for (int i = 2; i < argc; i++) {
    if (strncmp(argv[i], name, length) == 0 && argv[i][length] == '=') {
      return (int)strtol(argv[i] + length + 1, NULL, 0);
    }
  }
  return 0;
}

static gcim_adder_t adder_of(int argc, char **argv) {
  const gcim_fa_row_t *row = gcim_fa_row(value_of(argc, argv, "Cell"));
  return (gcim_adder_t){(gcim_add_t)value_of(argc, argv, "Adder"),
                        value_of(argc, argv, "K"),
                        value_of(argc, argv, "M"),
                        value_of(argc, argv, "P"),
                        {(uint8_t)(row != NULL ? row->s : 0), (uint8_t)(row != NULL ? row->c : 0)}};
}

/* The result with its top bit, which a word of 64 bits does not hold. */
static void print_sum(int width, bool top, uint64_t sum) {
  if (width == 64) {
    printf("%d%016" PRIx64 "\n", top, sum);
  } else {
    printf("%" PRIx64 "\n", sum | (uint64_t)top << width);
  }
}

static void replay_adder(int argc, char **argv) {
  const gcim_adder_t adder = adder_of(argc, argv), exact = {.kind = GCIM_ADD_EXACT};
  const int width = value_of(argc, argv, "Width");
  const bool is_signed = value_of(argc, argv, "is_signed") != 0;
  const uint64_t a = strtoull(argv[2], NULL, 16), b = strtoull(argv[3], NULL, 16);
  bool top = false;
  const uint64_t sum = gcim_adder_add(&adder, width, is_signed, a, b, &top, NULL);
  print_sum(width, top, sum);
  const uint64_t right = gcim_adder_add(&exact, width, is_signed, a, b, &top, NULL);
  print_sum(width, top, right);
}

/* Hexadecimal digits into words, lowest first. */
static int read_hex(const char *text, uint32_t *words) {
  const size_t length = strlen(text);
  if (length > 8 * (size_t)MAX_WORDS) {
    return -1;
  }
  for (size_t i = 0; i < length; i++) {
    const char digit[2] = {text[length - 1 - i], '\0'};
    words[i / 8] |= (uint32_t)strtoul(digit, NULL, 16) << (4 * (i % 8));
  }
  return 0;
}

static int replay_tree(int argc, char **argv) {
  static uint32_t data[MAX_WORDS];
  static gcim_tree_t tree;
  gcim_tree_init(&tree, value_of(argc, argv, "Lanes"), value_of(argc, argv, "Width"));
  for (int l = 1; l <= GCIM_TREE_MAX_LEVELS; l++) {
    tree.level[l] = adder_of(argc, argv);
  }
  if (gcim_tree_check(&tree) != GCIM_OK || read_hex(argv[2], data) != 0) {
    fprintf(stderr, "replay: %s\n", gcim_error_text());
    return 1;
  }
  printf("%" PRIx64 "\n", gcim_tree_sum(&tree, data, NULL));
  printf("%" PRIx64 "\n", gcim_tree_exact(&tree, data));
  return 0;
}

int main(int argc, char **argv) {
  if (argc >= 4 && strcmp(argv[1], "adder") == 0) {
    replay_adder(argc, argv);
    return 0;
  }
  if (argc >= 3 && strcmp(argv[1], "tree") == 0) {
    return replay_tree(argc, argv);
  }
  fprintf(stderr, "usage: replay adder A B NAME=VALUE.. | tree DATA NAME=VALUE..\n");
  return 2;
}
