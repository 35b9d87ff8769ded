/*
 * posix.c - see posix.h
 *
 * A handle is the descriptor plus one, so that none is NULL and none needs memory.
 */
#include "os/posix.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static void *handle_of(int fd)
{
	return (void *)((intptr_t)fd + 1);
}

static int fd_of(void *file)
{
	return (int)((intptr_t)file - 1);
}

static int open_fd(const char *path, int flags, int *fd)
{
	do
		*fd = open(path, flags | O_CLOEXEC, 0666);
	while (*fd < 0 && errno == EINTR);
	return *fd < 0 ? errno : 0;
}

/* Reads have offsets, so neither a folder nor a pipe will do. */
static int check_regular(int fd)
{
	struct stat st;

	if (fstat(fd, &st))
		return errno;
	if (S_ISDIR(st.st_mode))
		return EISDIR;
	return S_ISREG(st.st_mode) ? 0 : ESPIPE;
}

static int open_file(void *ctx, const char *path, unsigned flags, void **file)
{
	int fd, e;

	(void)ctx;
	if (flags == DOSSIER_STORAGE_CREATE)
		e = open_fd(path, O_WRONLY | O_CREAT | O_TRUNC, &fd);
	else if (flags == DOSSIER_STORAGE_LOCK)
		e = open_fd(path, O_RDWR | O_CREAT, &fd);
	else /* without O_NONBLOCK a pipe that nobody writes to would wait here */
		e = open_fd(path, O_RDONLY | O_NONBLOCK, &fd);
	if (e)
		return e;
	if (flags == DOSSIER_STORAGE_READ && (e = check_regular(fd))) {
		close(fd);
		return e;
	}
	*file = handle_of(fd);
	return 0;
}

static void close_file(void *ctx, void *file)
{
	(void)ctx;
	close(fd_of(file));
}

static int read_file(void *ctx, void *file, uint64_t offset, void *bytes, size_t n, size_t *got)
{
	size_t done = 0;

	(void)ctx;
	while (done < n) {
		const size_t want = n - done < SSIZE_MAX ? n - done : SSIZE_MAX;
		const ssize_t r = pread(fd_of(file), (char *)bytes + done, want, (off_t)(offset + done));

		if (r < 0 && errno == EINTR)
			continue;
		if (r < 0)
			return errno;
		if (r == 0)
			break;
		done += (size_t)r;
	}
	*got = done;
	return 0;
}

static int write_file(void *ctx, void *file, const void *bytes, size_t n)
{
	const char *p = bytes;

	(void)ctx;
	while (n) {
		const ssize_t r = write(fd_of(file), p, n < SSIZE_MAX ? n : SSIZE_MAX);

		if (r < 0 && errno == EINTR)
			continue;
		if (r < 0)
			return errno;
		p += r;
		n -= (size_t)r;
	}
	return 0;
}

static int sync_fd(int fd)
{
	int r;

	do
		r = fsync(fd);
	while (r && errno == EINTR);
	return r ? errno : 0;
}

static int sync_file(void *ctx, void *file)
{
	(void)ctx;
	return sync_fd(fd_of(file));
}

static int file_length(void *ctx, void *file, uint64_t *length)
{
	struct stat st;

	(void)ctx;
	if (fstat(fd_of(file), &st))
		return errno;
	*length = (uint64_t)st.st_size;
	return 0;
}

static int map_file(void *ctx, void *file, uint64_t length, const void **bytes)
{
	void *p = NULL;

	(void)ctx;
	if (length > SIZE_MAX)
		return ENOMEM;
	if (length) /* mmap refuses a length of 0 */
		p = mmap(NULL, (size_t)length, PROT_READ, MAP_SHARED, fd_of(file), 0);
	if (p == MAP_FAILED)
		return errno;
	*bytes = p;
	return 0;
}

static void unmap_file(void *ctx, const void *bytes, uint64_t length)
{
	(void)ctx;
	if (length)
		munmap((void *)(uintptr_t)bytes, (size_t)length);
}

/* flock() and not fcntl(): it belongs to the open file, so that it excludes a second writer of this process too. */
static int lock_file(void *ctx, void *file)
{
	int r;

	(void)ctx;
	do
		r = flock(fd_of(file), LOCK_EX | LOCK_NB);
	while (r && errno == EINTR);
	return r ? errno : 0;
}

static int rename_file(void *ctx, const char *from, const char *to)
{
	(void)ctx;
	return rename(from, to) ? errno : 0;
}

static int remove_file(void *ctx, const char *path)
{
	(void)ctx;
	return unlink(path) ? errno : 0;
}

static int make_dir(void *ctx, const char *path)
{
	(void)ctx;
	return mkdir(path, 0777) ? errno : 0;
}

static int sync_dir(void *ctx, const char *path)
{
	int fd, e;

	(void)ctx;
	e = open_fd(path, O_RDONLY | O_DIRECTORY, &fd);
	if (e)
		return e;
	e = sync_fd(fd);
	close(fd);
	return e == EINVAL ? 0 : e; /* a file system that has nothing to sync in a folder says EINVAL */
}

/* A link to a folder is no folder: who walks a tree by this cannot run in circles. */
static int is_folder(int dir, const char *name)
{
	struct stat st;

	return !fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) && S_ISDIR(st.st_mode);
}

static int list_dir(void *ctx, const char *path, int (*each)(void *arg, const char *name, int is_dir), void *arg)
{
	DIR *dir = opendir(path);
	struct dirent *d;
	int r = 0;

	(void)ctx;
	if (!dir)
		return errno;
	while (!r && (errno = 0, d = readdir(dir)))
		if (strcmp(d->d_name, ".") && strcmp(d->d_name, ".."))
			r = each(arg, d->d_name, is_folder(dirfd(dir), d->d_name));
	if (!r)
		r = errno;
	closedir(dir);
	return r;
}

const dossier_storage dsr_storage_posix = {
	.size = sizeof(dossier_storage),
	.open = open_file, .close = close_file, .read = read_file, .write = write_file, .sync = sync_file,
	.length = file_length, .map = map_file, .unmap = unmap_file, .lock = lock_file,
	.rename = rename_file, .remove = remove_file, .make_dir = make_dir, .sync_dir = sync_dir, .list = list_dir,
};

const dossier_storage *dossier_storage_file_system(void)
{
	return &dsr_storage_posix;
}
