/*
 * thread.c - see thread.h
 */
#include "os/thread.h"

int dsr_thread_start(dsr_thread *t, void *(*run)(void *arg), void *arg)
{
	return !pthread_create(t, NULL, run, arg);
}

void dsr_thread_join(dsr_thread t)
{
	pthread_join(t, NULL);
}

int dsr_monitor_init(dsr_monitor *m)
{
	if (pthread_mutex_init(&m->lock, NULL))
		return 0;
	if (!pthread_cond_init(&m->changed, NULL))
		return 1;
	pthread_mutex_destroy(&m->lock);
	return 0;
}

void dsr_monitor_release(dsr_monitor *m)
{
	pthread_cond_destroy(&m->changed);
	pthread_mutex_destroy(&m->lock);
}

void dsr_monitor_enter(dsr_monitor *m)
{
	pthread_mutex_lock(&m->lock);
}

void dsr_monitor_leave(dsr_monitor *m)
{
	pthread_mutex_unlock(&m->lock);
}

void dsr_monitor_wait(dsr_monitor *m)
{
	pthread_cond_wait(&m->changed, &m->lock);
}

void dsr_monitor_change(dsr_monitor *m)
{
	pthread_cond_broadcast(&m->changed);
}
