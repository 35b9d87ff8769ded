#include "storage_body.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "os/posix.h"

static int make_root(void **state)
{
	(void)state;
	fs = dossier_storage_file_system();
	strcpy(root, "/tmp/dossier-test-XXXXXX");
	return mkdtemp(root) == NULL;
}

static int remove_root(void **state)
{
	(void)state;
	rmdir(at("dir/inner"));
	rmdir(at("dir"));
	return rmdir(root);
}

static void a_lock_excludes_another_process_until_it_dies(void **state)
{
	void *f = open_ok("lock", DOSSIER_STORAGE_LOCK);
	int ready[2], status;
	char byte = 0;
	pid_t child;

	(void)state;
	assert_int_equal(pipe(ready), 0);
	child = fork();
	if (!child) {
		void *g = NULL;

		if (!fs->open(fs->ctx, at("lock"), DOSSIER_STORAGE_LOCK, &g) && !fs->lock(fs->ctx, g))
			(void)!write(ready[1], "x", 1);
		pause();
		_exit(0);
	}
	assert_int_equal(read(ready[0], &byte, 1), 1);
	assert_int_equal(fs->lock(fs->ctx, f), EWOULDBLOCK);
	kill(child, SIGKILL);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(fs->lock(fs->ctx, f), 0);
	fs->close(fs->ctx, f);
	close(ready[0]);
	close(ready[1]);
	assert_int_equal(fs->remove(fs->ctx, at("lock")), 0);
}

static void a_pipe_is_refused_and_not_waited_for(void **state)
{
	(void)state;
	assert_int_equal(mkfifo(at("pipe"), 0600), 0);
	assert_int_equal(open_error("pipe", DOSSIER_STORAGE_READ), ESPIPE);
	assert_int_equal(fs->remove(fs->ctx, at("pipe")), 0);
}

static int note_link(void *arg, const char *name, int is_dir)
{
	(void)name;
	*(int *)arg += is_dir ? 100 : 1;
	return 0;
}

static void a_link_to_a_folder_is_listed_as_no_folder(void **state)
{
	int seen = 0;

	(void)state;
	assert_int_equal(symlink(".", at("loop")), 0);
	assert_int_equal(fs->list(fs->ctx, root, note_link, &seen), 0);
	assert_int_equal(seen, 1);
	assert_int_equal(fs->remove(fs->ctx, at("loop")), 0);
}

static void handles_are_closed_on_exec(void **state)
{
	void *f = open_ok("a", DOSSIER_STORAGE_CREATE);
	int fd, open_flags = 0;

	(void)state;
	for (fd = 3; fd < 64; fd++) { /* those the test was started with aside, ours is the only one to write to */
		const int flags = fcntl(fd, F_GETFL);

		if (flags >= 0 && (flags & O_ACCMODE) == O_WRONLY && (fcntl(fd, F_GETFD) & FD_CLOEXEC))
			open_flags++;
	}
	assert_true(open_flags >= 1);
	fs->close(fs->ctx, f);
	assert_int_equal(fs->remove(fs->ctx, at("a")), 0);
}

static void a_full_device_is_reported(void **state)
{
	void *f = NULL;

	(void)state;
	if (fs->open(fs->ctx, "/dev/full", DOSSIER_STORAGE_LOCK, &f))
		skip();
	assert_int_equal(fs->write(fs->ctx, f, "x", 1), ENOSPC);
	fs->close(fs->ctx, f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORAGE_TESTS(make_root, remove_root),
		cmocka_unit_test_setup_teardown(a_lock_excludes_another_process_until_it_dies, make_root, remove_root),
		cmocka_unit_test_setup_teardown(a_pipe_is_refused_and_not_waited_for, make_root, remove_root),
		cmocka_unit_test_setup_teardown(a_link_to_a_folder_is_listed_as_no_folder, make_root, remove_root),
		cmocka_unit_test_setup_teardown(handles_are_closed_on_exec, make_root, remove_root),
		cmocka_unit_test_setup_teardown(a_full_device_is_reported, make_root, remove_root),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
