/* crew.c: a counter, a lock, threads. */
#include "crew.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_JOBS = 256, TEXT_CHARS = 1024 };

struct gcim_crew {
  gcim_archive_shard_t *shards;
  size_t count, next, done, failed_at;
  gcim_crew_work_t work;
  void *context;
  gcim_archive_report_t report;
  void *report_context;
  int status;
  char text[TEXT_CHARS];
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

void gcim_crew_lock(void) {
  pthread_mutex_lock(&lock);
}

void gcim_crew_unlock(void) {
  pthread_mutex_unlock(&lock);
}

/* The next shard, or count. */
static size_t take(gcim_crew_t *crew) {
  gcim_crew_lock();
  const size_t index =
      crew->status == GCIM_OK && crew->next < crew->count ? crew->next++ : crew->count;
  gcim_crew_unlock();
  return index;
}

static void give(gcim_crew_t *crew, size_t index, int status) {
  gcim_crew_lock();
  crew->done++;
  if (status != GCIM_OK && (crew->status == GCIM_OK || index < crew->failed_at)) {
    crew->status = status;
    crew->failed_at = index;
    snprintf(crew->text, sizeof crew->text, "%s", gcim_vec_error_text());
  } else if (status == GCIM_OK && crew->report != NULL) {
    crew->report(crew->report_context, crew->done, crew->count);
  }
  gcim_crew_unlock();
}

static void *run(void *context) {
  gcim_crew_t *crew = context;
  gcim_hand_t hand = {.set = -1};
  size_t index;
  while ((index = take(crew)) < crew->count) {
    give(crew, index, crew->work(crew->context, &hand, &crew->shards[index]));
  }
  gcim_archive_source_free(&hand.source);
  free(hand.payload.data);
  free(hand.frame.data);
  free(hand.file.data);
  free(hand.again.data);
  return NULL;
}

int gcim_crew_run(gcim_archive_shard_t *shards, size_t count, int jobs, gcim_crew_work_t work,
                  void *context, gcim_archive_report_t report, void *report_context) {
  pthread_t threads[MOST_JOBS];
  int started = 0;
  gcim_crew_t crew = {.shards = shards,
                      .count = count,
                      .work = work,
                      .context = context,
                      .report = report,
                      .report_context = report_context};
  while (started + 1 < jobs && started < MOST_JOBS && (size_t)started + 1 < count &&
         pthread_create(&threads[started], NULL, run, &crew) == 0) {
    started++;
  }
  run(&crew);
  for (int i = 0; i < started; i++) {
    pthread_join(threads[i], NULL);
  }
  return crew.status == GCIM_OK ? GCIM_OK : gcim_vec_fail(crew.status, "%s", crew.text);
}
