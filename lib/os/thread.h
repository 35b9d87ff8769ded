/*
 * thread.h - threads, and what they wait on
 *
 * A monitor (C. A. R. Hoare, 1974) is a lock with one thing to wait for: that something in it has changed.
 */
#ifndef DSR_OS_THREAD_H
#define DSR_OS_THREAD_H

#include <pthread.h>

typedef pthread_t dsr_thread;

/* Run run(arg) in a thread of its own, which is to be joined.  1, or 0 when there can be none. */
int dsr_thread_start(dsr_thread *t, void *(*run)(void *arg), void *arg);
void dsr_thread_join(dsr_thread t);

typedef struct dsr_monitor {
	pthread_mutex_t lock;
	pthread_cond_t  changed;
} dsr_monitor;

/* 1, or 0 when there can be none: nothing is held then. */
int dsr_monitor_init(dsr_monitor *m);
void dsr_monitor_release(dsr_monitor *m);

void dsr_monitor_enter(dsr_monitor *m);
void dsr_monitor_leave(dsr_monitor *m);

/* Leave, wait for a change, enter again.  May come back without one.  Only inside. */
void dsr_monitor_wait(dsr_monitor *m);

/* Tell all who wait of a change.  Only inside. */
void dsr_monitor_change(dsr_monitor *m);

#endif /* DSR_OS_THREAD_H */
