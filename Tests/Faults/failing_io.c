// LD_PRELOAD library: the FAIL_AT-th call (from 1) that changes a file fails with FAIL_ERRNO; the calls are counted
// into the file COUNT_TO at exit.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static atomic_int calls;

static int fails(void) {
  const char *at = getenv("FAIL_AT"), *number = getenv("FAIL_ERRNO");
  if (atomic_fetch_add(&calls, 1) + 1 != (at ? atoi(at) : 0)) return 0;
  errno = number ? atoi(number) : EIO;
  return 1;
}

__attribute__((destructor)) static void tell(void) {
  const char *path = getenv("COUNT_TO");
  FILE *file = path ? fopen(path, "w") : 0;
  if (file) fprintf(file, "%d\n", atomic_load(&calls)), fclose(file);
}

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t at) {
  return fails() ? -1 : NEXT(pwrite)(fd, bytes, count, at);
}
ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t at) {
  return fails() ? -1 : NEXT(pwrite64)(fd, bytes, count, at);
}
int fsync(int fd) { return fails() ? -1 : NEXT(fsync)(fd); }
int fdatasync(int fd) { return fails() ? -1 : NEXT(fdatasync)(fd); }
int ftruncate(int fd, off_t size) { return fails() ? -1 : NEXT(ftruncate)(fd, size); }
int ftruncate64(int fd, off64_t size) { return fails() ? -1 : NEXT(ftruncate64)(fd, size); }

int open(const char *path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  mode_t mode = va_arg(rest, mode_t);
  va_end(rest);
  return flags & O_CREAT && fails() ? -1 : NEXT(open)(path, flags, mode);
}
int open64(const char *path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  mode_t mode = va_arg(rest, mode_t);
  va_end(rest);
  return flags & O_CREAT && fails() ? -1 : NEXT(open64)(path, flags, mode);
}
