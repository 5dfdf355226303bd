// SPDX-License-Identifier: Apache-2.0
// A pool of threads for work in short steps, one after the other.
//
// `gate` says it all: bit 0 of its upper half is set while a step is open, the rest of the upper
// half numbers the steps, the lower half counts the workers inside. A worker enters only while the
// step is open; the caller closes it when no task is left to claim and waits until the last worker
// is out. So nobody waits for a worker that was too late to help.
//
// Whoever waits first spins, since the next step usually follows at once, then sleeps. Sleepers
// announce themselves before they look again, and whoever changes `gate` looks for sleepers after
// that: with sequential consistency one of the two sees the other.
#ifdef __unix__
#define _GNU_SOURCE
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "platform.h"

enum { spin_limit = 4000 };
static const uint64_t open_bit = (uint64_t)1 << 32;
static const uint64_t inside_mask = 0xffffffff;

struct linnet_pool {
  _Atomic uint64_t gate;
  _Atomic size_t next_task;
  _Atomic int sleeping_workers;
  _Atomic int caller_sleeps;
  _Atomic int ends;
  size_t task_count;
  void (*task)(void *, size_t);
  void *context;
  pthread_mutex_t lock;
  pthread_cond_t step_opened;
  pthread_cond_t step_left;
  int worker_count;
  pthread_t workers[];
};

static inline void pause_briefly(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__) || (defined(__arm__) && __ARM_ARCH >= 7)
  __asm__ volatile("yield");
#endif
}

static void work(linnet_pool *pool) {
  const size_t count = pool->task_count;
  for (;;) {
    const size_t index = atomic_fetch_add(&pool->next_task, 1);
    if (index >= count) return;
    pool->task(pool->context, index);
  }
}

/// Whether there is a step to enter other than `last`, or the pool ends.
static bool has_news(linnet_pool *pool, uint64_t last) {
  const uint64_t gate = atomic_load(&pool->gate);
  return ((gate & open_bit) != 0 && gate >> 32 != last) || atomic_load(&pool->ends);
}

static void wait_for_news(linnet_pool *pool, uint64_t last) {
  for (int i = 0; i < spin_limit; ++i) {
    if (has_news(pool, last)) return;
    pause_briefly();
  }
  pthread_mutex_lock(&pool->lock);
  atomic_fetch_add(&pool->sleeping_workers, 1);
  while (!has_news(pool, last)) pthread_cond_wait(&pool->step_opened, &pool->lock);
  atomic_fetch_sub(&pool->sleeping_workers, 1);
  pthread_mutex_unlock(&pool->lock);
}

static void *worker_main(void *argument) {
  linnet_pool *pool = argument;
  uint64_t last = 0;
  for (;;) {
    wait_for_news(pool, last);
    if (atomic_load(&pool->ends)) return NULL;
    uint64_t gate = atomic_load(&pool->gate);
    while ((gate & open_bit) != 0 && !atomic_compare_exchange_weak(&pool->gate, &gate, gate + 1)) {
    }
    if ((gate & open_bit) == 0) continue;
    last = gate >> 32;
    work(pool);
    const uint64_t left = atomic_fetch_sub(&pool->gate, 1) - 1;
    if ((left & inside_mask) == 0 && atomic_load(&pool->caller_sleeps)) {
      pthread_mutex_lock(&pool->lock);
      pthread_cond_signal(&pool->step_left);
      pthread_mutex_unlock(&pool->lock);
    }
  }
}

linnet_pool *linnet_pool_create(int thread_count) {
  const int wanted = thread_count > 1 ? thread_count - 1 : 0;
  linnet_pool *pool = calloc(1, sizeof *pool + (size_t)wanted * sizeof(pthread_t));
  if (pool == NULL) return NULL;
  pthread_mutex_init(&pool->lock, NULL);
  pthread_cond_init(&pool->step_opened, NULL);
  pthread_cond_init(&pool->step_left, NULL);
  for (int i = 0; i < wanted; ++i) {
    if (pthread_create(&pool->workers[i], NULL, worker_main, pool) != 0) {
      linnet_pool_destroy(pool);
      return NULL;
    }
    pool->worker_count = i + 1;
  }
  return pool;
}

void linnet_pool_destroy(linnet_pool *pool) {
  if (pool == NULL) return;
  pthread_mutex_lock(&pool->lock);
  atomic_store(&pool->ends, 1);
  pthread_cond_broadcast(&pool->step_opened);
  pthread_mutex_unlock(&pool->lock);
  for (int i = 0; i < pool->worker_count; ++i) pthread_join(pool->workers[i], NULL);
  pthread_cond_destroy(&pool->step_left);
  pthread_cond_destroy(&pool->step_opened);
  pthread_mutex_destroy(&pool->lock);
  free(pool);
}

/// Closes the step and waits until no worker is inside.
static void close_step(linnet_pool *pool) {
  atomic_fetch_and(&pool->gate, ~open_bit);
  for (int i = 0; i < spin_limit; ++i) {
    if ((atomic_load(&pool->gate) & inside_mask) == 0) return;
    pause_briefly();
  }
  pthread_mutex_lock(&pool->lock);
  atomic_store(&pool->caller_sleeps, 1);
  while ((atomic_load(&pool->gate) & inside_mask) != 0) {
    pthread_cond_wait(&pool->step_left, &pool->lock);
  }
  atomic_store(&pool->caller_sleeps, 0);
  pthread_mutex_unlock(&pool->lock);
}

void linnet_pool_run(linnet_pool *pool, size_t task_count, void (*task)(void *, size_t),
                     void *context) {
  if (pool->worker_count == 0 || task_count < 2) {
    for (size_t i = 0; i < task_count; ++i) task(context, i);
    return;
  }
  pool->task = task;
  pool->context = context;
  pool->task_count = task_count;
  atomic_store(&pool->next_task, 0);
  // Steps are numbered in twos: the open bit is the number's lowest.
  atomic_store(&pool->gate, ((atomic_load(&pool->gate) >> 33) + 1) << 33 | open_bit);
  if (atomic_load(&pool->sleeping_workers) > 0) {
    pthread_mutex_lock(&pool->lock);
    pthread_cond_broadcast(&pool->step_opened);
    pthread_mutex_unlock(&pool->lock);
  }
  work(pool);
  close_step(pool);
}
#endif
