/* test_archive.c: archives whole, resumed, and damaged in every way. */
#include <sys/stat.h>
#include <unistd.h>

#include "archive.h"
#include "vec_file.h"

#if defined(__SANITIZE_ADDRESS__)
enum { FLIPS = 60, CUT_STRIDE = 97 };
#else
enum { FLIPS = 800, CUT_STRIDE = 1 };
#endif

enum { MOST_FILES = 32, HEARD_CHARS = 1 << 16 };

/* ---- an archive of two small sets ---- */

static gcim_archive_plan_t plan;
static char root[PATH_LIMIT], heard[HEARD_CHARS];

static void ask(gcim_archive_set_t *set, const char *unit, const char *config, uint64_t limit) {
  const gcim_archive_wish_t wish = {
      .unit = unit, .config = config, .seed = 7, .goal = 1, .least = 2, .limit = limit};
  if (gcim_archive_plan_set(&wish, NULL, NULL, set) != GCIM_OK) {
    fail_msg("%s", gcim_vec_error_text());
  }
}

static int set_up(void **state) {
  const int status = make_folder(state);
  plan = (gcim_archive_plan_t){.level = 1, .count = 2, .sets = calloc(2, sizeof *plan.sets)};
  ask(&plan.sets[0], "add_tree", "tiny", 2);
  ask(&plan.sets[1], "apx_dual_tree", "tiny", 2);
  for (int i = 0; i < 2; i++) { /* few lines, several shards */
    for (int t = 0; t < GCIM_TIERS; t++) {
      plan.sets[i].items[t] = plan.sets[i].items[t] > 6 ? 6 : plan.sets[i].items[t];
      plan.sets[i].per_shard[t] = 4;
    }
  }
  plan.sets[1].items[GCIM_TIER_RANDOM] = 1;
  return status;
}

static int tear_down(void **state) {
  gcim_archive_plan_free(&plan);
  return remove_folder(state);
}

static void make_archive(const char *name, int jobs) {
  gcim_archive_made_t made;
  path_of(name, root);
  if (gcim_archive_write(root, &plan, jobs, NULL, NULL, &made) != GCIM_OK) {
    fail_msg("%s", gcim_vec_error_text());
  }
}

static void hear(void *context, const char *text) {
  (void)context;
  const size_t used = strlen(heard);
  snprintf(heard + used, sizeof heard - used, "%s\n", text);
}

static int check(bool evaluates) {
  gcim_archive_checked_t checked;
  heard[0] = '\0';
  const int status = gcim_archive_check(root, evaluates, 1, hear, NULL, NULL, &checked);
  if (status != GCIM_OK && status != GCIM_ERR_MISMATCH) {
    hear(NULL, gcim_vec_error_text());
  }
  return status;
}

static void finds(const char *words) {
  if (check(true) == GCIM_OK || strstr(heard, words) == NULL) {
    fail_msg("'%s' is not among the findings:\n%s", words, heard);
  }
}

/* ---- its files ---- */

typedef struct {
  char name[PATH_LIMIT];
  gcim_bytes_t bytes;
} part_t;

static part_t parts[MOST_FILES];
static int part_count;

static void join(const char *name, char *path) {
  snprintf(path, 2 * PATH_LIMIT, "%s/%s", root, name);
}

static void put_file(const char *name, const void *data, size_t size) {
  char path[2 * PATH_LIMIT];
  join(name, path);
  FILE *file = fopen(path, "wb");
  assert_non_null(file);
  assert_int_equal(fwrite(data, 1, size, file), size);
  assert_int_equal(fclose(file), 0);
}

static void get_file(const char *name) {
  char path[2 * PATH_LIMIT], block[4096];
  part_t *part = &parts[part_count++];
  snprintf(part->name, sizeof part->name, "%s", name);
  part->bytes.size = 0;
  join(name, path);
  FILE *file = fopen(path, "rb");
  assert_non_null(file);
  for (size_t got; (got = fread(block, 1, sizeof block, file)) > 0;) {
    assert_int_equal(gcim_bytes_add(&part->bytes, block, got), GCIM_OK);
  }
  fclose(file);
}

/* All files of the archive, as SHA256SUMS names them. */
static void get_all(void) {
  part_count = 0;
  get_file("SHA256SUMS");
  assert_int_equal(gcim_bytes_add(&parts[0].bytes, "", 1), GCIM_OK);
  parts[0].bytes.size--;
  const char *at = (const char *)parts[0].bytes.data;
  while (at[0] != '\0') {
    char name[PATH_LIMIT];
    const size_t length = strcspn(at, "\n");
    snprintf(name, sizeof name, "%.*s", (int)length - 66, at + 66);
    get_file(name);
    at += length + 1;
  }
}

static void forget_all(void) {
  for (int i = 0; i < part_count; i++) {
    free(parts[i].bytes.data);
    memset(&parts[i].bytes, 0, sizeof parts[i].bytes);
  }
}

/* ---- whole ---- */

static void test_archive_is_clean(void **state) {
  (void)state;
  gcim_archive_checked_t checked;
  make_archive("clean", 1);
  assert_int_equal(gcim_archive_check(root, true, 2, hear, NULL, NULL, &checked), GCIM_OK);
  assert_int_equal(checked.findings, 0);
  assert_true(checked.lines > 100 && checked.values > checked.lines);
}

static void test_archive_same_bytes_on_more_threads(void **state) {
  (void)state;
  make_archive("one", 1);
  get_all();
  make_archive("three", 3);
  for (int i = 0; i < part_count; i++) {
    const part_t one = parts[i];
    const int count = part_count;
    get_file(one.name);
    assert_int_equal(parts[count].bytes.size, one.bytes.size);
    assert_memory_equal(parts[count].bytes.data, one.bytes.data, one.bytes.size);
    free(parts[count].bytes.data);
    memset(&parts[count].bytes, 0, sizeof parts[count].bytes);
    part_count = count;
  }
  forget_all();
}

/* Without shards, with a damaged one, with what a killed run leaves: only these are made again. */
static void test_archive_goes_on(void **state) {
  (void)state;
  gcim_archive_made_t made;
  char path[2 * PATH_LIMIT];
  make_archive("resumed", 1);
  get_all();
  join("add_tree.tiny/corner.00001.gcv", path);
  assert_int_equal(unlink(path), 0);
  join("manifest.json", path);
  assert_int_equal(unlink(path), 0);
  put_file("add_tree.tiny/exhaustive.00000.gcv", "half", 4);
  put_file("apx_dual_tree.tiny/.corner.00000.gcv.1.0.tmp", "half", 4);
  assert_int_equal(gcim_archive_write(root, &plan, 2, NULL, NULL, &made), GCIM_OK);
  assert_int_equal(made.made, 2);
  assert_int_equal(made.kept + made.made, part_count - 2);
  assert_int_equal(check(true), GCIM_OK);
  const part_t manifest = parts[1];
  const int count = part_count;
  get_file("manifest.json");
  assert_int_equal(parts[count].bytes.size, manifest.bytes.size);
  assert_memory_equal(parts[count].bytes.data, manifest.bytes.data, manifest.bytes.size);
  forget_all();
}

static void test_archive_does_not_mix(void **state) {
  (void)state;
  gcim_archive_made_t made;
  make_archive("mixed", 1);
  put_file("notes.txt", "mine", 4);
  assert_int_equal(gcim_archive_write(root, &plan, 1, NULL, NULL, &made), GCIM_ERR_STATE);
  assert_non_null(strstr(gcim_vec_error_text(), "\"notes.txt\", which is not of this plan"));
}

/* Items do not depend on what shard they are in. */
static void test_archive_items_stand_alone(void **state) {
  (void)state;
  gcim_archive_source_t source;
  gcim_bytes_t whole = {0}, part = {0};
  for (int set = 0; set < 2; set++) {
    assert_int_equal(gcim_archive_source_new(&plan.sets[set], NULL, 0, &source), GCIM_OK);
    gcim_archive_shard_t all = {.set = set, .tier = GCIM_TIER_RANDOM, .first = 0, .items = 9};
    gcim_archive_shard_t last = {.set = set, .tier = GCIM_TIER_RANDOM, .first = 2, .items = 7};
    assert_int_equal(gcim_archive_shard_make(&source, &all, &whole), GCIM_OK);
    assert_int_equal(gcim_archive_shard_make(&source, &last, &part), GCIM_OK);
    const size_t tail = part.size - GCIM_PAYLOAD_HEAD - 1; /* without the first line's jump */
    assert_true(part.size > GCIM_PAYLOAD_HEAD && tail < whole.size);
    assert_memory_equal(whole.data + whole.size - tail, part.data + part.size - tail, tail);
    gcim_archive_source_free(&source);
  }
  free(whole.data);
  free(part.data);
}

/* ---- damaged ---- */

static void test_archive_every_flip_is_found(void **state) {
  (void)state;
  uint64_t draws = 0;
  make_archive("flipped", 1);
  get_all();
  size_t total = 0;
  for (int i = 0; i < part_count; i++) {
    total += parts[i].bytes.size;
  }
  for (int flip = 0; flip < FLIPS; flip++) {
    size_t at = gcim_random(41, draws++, 0) % total;
    part_t *part = parts;
    for (; at >= part->bytes.size; part++) {
      at -= part->bytes.size;
    }
    const uint8_t bit = (uint8_t)(1u << gcim_random(41, draws++, 0) % 8);
    part->bytes.data[at] ^= bit;
    put_file(part->name, part->bytes.data, part->bytes.size);
    if (check(true) == GCIM_OK || strstr(heard, part->name) == NULL) {
      fail_msg("%s: bit %x of byte %zu flipped, found:\n%s", part->name, bit, at, heard);
    }
    part->bytes.data[at] ^= bit;
    put_file(part->name, part->bytes.data, part->bytes.size);
  }
  assert_int_equal(check(true), GCIM_OK);
  forget_all();
}

static void test_archive_every_cut_is_found(void **state) {
  (void)state;
  make_archive("cut", 1);
  get_all();
  for (int i = 0; i < part_count; i++) {
    for (size_t size = 0; size < parts[i].bytes.size; size += CUT_STRIDE) {
      put_file(parts[i].name, parts[i].bytes.data, size);
      if (check(false) == GCIM_OK || strstr(heard, parts[i].name) == NULL) {
        fail_msg("%s: cut to %zu bytes, found:\n%s", parts[i].name, size, heard);
      }
    }
    put_file(parts[i].name, parts[i].bytes.data, parts[i].bytes.size);
  }
  assert_int_equal(check(false), GCIM_OK);
  forget_all();
}

static void test_archive_missing_and_foreign_files(void **state) {
  (void)state;
  char path[2 * PATH_LIMIT], other[2 * PATH_LIMIT];
  make_archive("missing", 1);
  put_file("add_tree.tiny/more.gcv", "x", 1);
  finds("add_tree.tiny/more.gcv: is not of this archive");
  join("add_tree.tiny/more.gcv", path);
  assert_int_equal(unlink(path), 0);
  join("add_tree.tiny/corner.00000.gcv", path);
  join("../corner.00000.gcv", other);
  assert_int_equal(rename(path, other), 0);
  finds("add_tree.tiny/corner.00000.gcv: cannot open it");
  assert_int_equal(symlink("../../corner.00000.gcv", path), 0);
  finds("add_tree.tiny/corner.00000.gcv: cannot open it (it is a symbolic link)");
  assert_int_equal(unlink(path), 0);
  assert_int_equal(mkdir(path, 0777), 0);
  finds("corner.00000.gcv\" is no regular file");
}

/* A folder that is a link leads nowhere. */
static void test_archive_linked_folder(void **state) {
  (void)state;
  char path[2 * PATH_LIMIT], other[2 * PATH_LIMIT];
  make_archive("linked", 1);
  join("add_tree.tiny", path);
  join("../elsewhere", other);
  assert_int_equal(rename(path, other), 0);
  assert_int_equal(symlink("../elsewhere", path), 0);
  finds("add_tree.tiny/corner.00000.gcv: cannot open it");
}

/* ---- changed, with all hashes right ---- */

typedef void (*change_t)(gcim_archive_manifest_t *manifest, gcim_bytes_t *payload);

/* Change the manifest or the payload of the first shard and write all hashes anew. */
static void reseal(change_t change) {
  char path[2 * PATH_LIMIT];
  gcim_archive_manifest_t m;
  gcim_archive_source_t sources[2];
  gcim_bytes_t payload = {0}, frame = {0};
  get_all();
  assert_int_equal(gcim_bytes_add(&parts[1].bytes, "", 1), GCIM_OK);
  assert_int_equal(gcim_archive_manifest_read("m", (char *)parts[1].bytes.data, &m), GCIM_OK);
  assert_int_equal(gcim_frame_unpack("f", &parts[2].bytes, 1 << 20, &payload), GCIM_OK);
  change(&m, &payload);
  assert_int_equal(gcim_frame_pack(&payload, 1, &frame), GCIM_OK);
  assert_int_equal(gcim_sha(payload.data, payload.size, m.shards[0].sha), GCIM_OK);
  put_file(parts[2].name, frame.data, frame.size);
  for (size_t i = 0; i < m.count; i++) {
    const gcim_bytes_t *file = i == 0 ? &frame : &parts[i + 2].bytes;
    assert_int_equal(gcim_sha(file->data, file->size, m.shards[i].frame_sha), GCIM_OK);
  }
  for (int i = 0; i < 2; i++) {
    assert_int_equal(
        gcim_archive_source_new(&m.plan.sets[i], m.identity[i], m.revision[i], &sources[i]),
        GCIM_OK);
  }
  char *text = gcim_archive_manifest_text(m.version, &m.plan, sources, m.shards, m.count);
  char *sums = gcim_archive_sums_text(&m.plan, text, m.shards, m.count);
  put_file("manifest.json", text, strlen(text));
  put_file("SHA256SUMS", sums, strlen(sums));
  for (int i = 0; i < 2; i++) {
    gcim_archive_source_free(&sources[i]);
  }
  join("manifest.json", path);
  free(text);
  free(sums);
  free(payload.data);
  free(frame.data);
  gcim_archive_manifest_free(&m);
  forget_all();
}

/* add_tree.tiny: a byte of marks, is_signed, 12 bits of data, the sum. */
static void change_sum(gcim_archive_manifest_t *m, gcim_bytes_t *payload) {
  (void)m;
  payload->data[GCIM_PAYLOAD_HEAD + 2 * 5 + 4] ^= 4;
}

static void test_archive_wrong_value_is_named(void **state) {
  (void)state;
  make_archive("wrong", 1);
  reseal(change_sum);
  finds("add_tree.tiny/corner.00000.gcv: line 2, corner item 2: sum_o differs: file=");
  assert_non_null(strstr(heard, "bits 2\n"));
}

static void change_high_bits(gcim_archive_manifest_t *m, gcim_bytes_t *payload) {
  (void)m;
  payload->data[GCIM_PAYLOAD_HEAD + 1] |= 2;
}

static void test_archive_bits_above_a_field(void **state) {
  (void)state;
  make_archive("above", 1);
  reseal(change_high_bits);
  finds("line 0: is_signed_i has bits above its 1");
}

static void change_set(gcim_archive_manifest_t *m, gcim_bytes_t *payload) {
  (void)m;
  payload->data[48] ^= 1;
}

static void test_archive_shard_of_another_set(void **state) {
  (void)state;
  make_archive("swapped", 1);
  reseal(change_set);
  finds("belongs to another set");
}

static void change_revision(gcim_archive_manifest_t *m, gcim_bytes_t *payload) {
  (void)payload;
  m->revision[0] += 5;
}

static void test_archive_of_another_meaning_says_so(void **state) {
  (void)state;
  make_archive("older", 1);
  reseal(change_revision);
  finds(
      "set add_tree.tiny was made with REV 6 of add_tree by library 0.1.0, this library has REV 1");
}

/* ---- plans and hostile texts ---- */

static void refuses(const char *text, const char *words) {
  gcim_archive_plan_t read;
  assert_int_equal(gcim_archive_plan_read("p.json", text, &read), GCIM_ERR_FORMAT);
  if (strstr(gcim_vec_error_text(), words) == NULL) {
    fail_msg("'%s' does not say '%s'", gcim_vec_error_text(), words);
  }
}

/* The text of the plan with one word replaced. */
static void refuses_edit(const char *from, const char *to, const char *words) {
  char *text = gcim_archive_plan_text(&plan), edited[16384];
  const char *at = strstr(text, from);
  assert_non_null(at);
  snprintf(edited, sizeof edited, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
  free(text);
  refuses(edited, words);
}

static void test_archive_plan_reads_back(void **state) {
  (void)state;
  gcim_archive_plan_t again;
  char *text = gcim_archive_plan_text(&plan);
  assert_int_equal(gcim_archive_plan_read("p", text, &again), GCIM_OK);
  char *twice = gcim_archive_plan_text(&again);
  assert_string_equal(text, twice);
  free(text);
  free(twice);
  gcim_archive_plan_free(&again);
}

static void test_archive_hostile_plans(void **state) {
  (void)state;
  char deep[5000];
  memset(deep, '[', sizeof deep - 1);
  deep[sizeof deep - 1] = '\0';
  refuses("", "p.json:1: no JSON");
  refuses("{\n\"format\": \"gcim-plan 1\",\n}", "p.json:3: no JSON");
  refuses(deep, "no JSON");
  refuses("{\"format\": \"gcim-plan 2\"}", "\"format\" is \"gcim-plan 2\", not \"gcim-plan 1\"");
  refuses("[]", "the text is no object");
  refuses_edit("\"add_tree.tiny\"", "\"../add_tree\"", "sets[0]: \"name\" may have letters");
  refuses_edit("\"add_tree.tiny\"", "\"a/b\"", "\"name\" may have letters");
  refuses_edit("\"add_tree.tiny\"", "\"apx_dual_tree.tiny\"", "two sets have the name");
  refuses_edit("\"seed\":\t7", "\"seed\":\t-7", "\"seed\" is no whole number");
  refuses_edit("\"seed\":\t7", "\"seed\":\t7.5", "\"seed\" is no whole number");
  refuses_edit("\"seed\":\t7", "\"seed\":\t\"18446744073709551616\"",
               "\"seed\" is no whole number");
  refuses_edit("\"seed\":\t7", "\"sead\":\t7", "\"seed\" is missing");
  refuses_edit("\"seed\":\t7", "\"seed\":\t7, \"seed\":\t7", "one is unknown or there twice");
  refuses_edit("\"corner\":\t4", "\"corner\":\t0", "\"corner\" is no whole number of 1..");
  refuses_edit("\"corner\":\t6", "\"corner\":\t1e300", "\"corner\" is no whole number");
  refuses_edit("\"zstd_level\":\t1", "\"zstd_level\":\t20", "no whole number of 1..19");
}

static void test_archive_too_many_shards(void **state) {
  (void)state;
  gcim_archive_set_t set = plan.sets[0];
  const gcim_archive_plan_t large = {.level = 1, .count = 1, .sets = &set};
  gcim_archive_shard_t *shards;
  size_t count;
  set.items[GCIM_TIER_RANDOM] = UINT64_C(1) << 48;
  assert_int_equal(gcim_archive_shards(&large, &shards, &count), GCIM_ERR_PARAM);
}

/* A frame header that promises 16 GB: refused before a byte of it is unpacked. */
static void test_archive_bomb(void **state) {
  (void)state;
  static uint8_t frame[] = {0x28, 0xb5, 0x2f, 0xfd, 0xc0, 0x58, 0, 0, 0, 0, 4, 0, 0, 0, 1, 0, 0};
  const gcim_bytes_t in = {frame, sizeof frame, sizeof frame};
  gcim_bytes_t out = {0};
  assert_int_equal(gcim_frame_unpack("bomb", &in, 1 << 20, &out), GCIM_ERR_FORMAT);
  assert_non_null(strstr(gcim_vec_error_text(), "bytes, more than the 1048576"));
  assert_null(out.data);
}

/* Bins that the episodes do not hit are named. */
static void test_archive_holes_are_named(void **state) {
  (void)state;
  gcim_archive_set_t set;
  ask(&set, "dcim_macro", "odd", 2);
  assert_true(set.hit < set.bins);
  assert_non_null(set.holes);
  free(set.holes);
  ask(&set, "add_tree", "tiny", 1000);
  assert_int_equal(set.hit, set.bins);
  assert_null(set.holes);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_archive_is_clean),
      cmocka_unit_test(test_archive_same_bytes_on_more_threads),
      cmocka_unit_test(test_archive_goes_on),
      cmocka_unit_test(test_archive_does_not_mix),
      cmocka_unit_test(test_archive_items_stand_alone),
      cmocka_unit_test(test_archive_every_flip_is_found),
      cmocka_unit_test(test_archive_every_cut_is_found),
      cmocka_unit_test(test_archive_missing_and_foreign_files),
      cmocka_unit_test(test_archive_linked_folder),
      cmocka_unit_test(test_archive_wrong_value_is_named),
      cmocka_unit_test(test_archive_bits_above_a_field),
      cmocka_unit_test(test_archive_shard_of_another_set),
      cmocka_unit_test(test_archive_of_another_meaning_says_so),
      cmocka_unit_test(test_archive_plan_reads_back),
      cmocka_unit_test(test_archive_hostile_plans),
      cmocka_unit_test(test_archive_too_many_shards),
      cmocka_unit_test(test_archive_bomb),
      cmocka_unit_test(test_archive_holes_are_named),
  };
  return cmocka_run_group_tests(tests, set_up, tear_down);
}
