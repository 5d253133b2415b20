/*
 * The locked doorbell's own user. `lock` gives the program to a user that nobody logs in as, and sets its set-user-ID bit. A setuid
 * program is itself a way in, so that this is what its caller chooses, and what becomes of it:
 *   variables           none is looked at but for a shorter deadline, and a home where the system knows none. Static: there is no loader
 *   descriptors         0 to 2 closed: refused; all others are closed
 *   limits              no core; all memory is asked for at once, in less of which no shell starts; all else that runs out is a no
 *   signals, masks      every signal that can be caught is a no in words; those of terminals and what waited in a mask end nothing
 *   timers              disarmed
 *   kill, ptrace, /proc real and saved user are the doorbell's own, so that none of it is the caller's to do
 *   files and sockets   opened with the caller's rights: the effective user stays the caller
 *   what it starts      judges as the caller, who may end it, which is a no; root's file that the caller cannot read, so that
 *                       nobody attaches to it, and without what Node's debugger listens with
 *   not elevated        nosuid, no_new_privs, a namespace, a link elsewhere: refused
 * For bell.c alone.
 */
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/time.h>

static uid_t own_id, user_id;
/* The doorbell has a user of its own, and is that user. */
static int is_own;

/* First of all: until then the caller may still end it. */
static void become_own(void) {
  own_id = geteuid();
  user_id = getuid();
  is_own = own_id != user_id && !syscall(SYS_setresuid, own_id, user_id, own_id);
}

/* Nothing of the caller's stays but what is asked for. Who waits in a mask waits there for ever. */
static void clear_inherited(void (*on_signal)(int)) {
  static const int told[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGALRM, SIGXCPU, SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV, SIGSYS};
  static const int ignored[] = {SIGPIPE, SIGXFSZ, SIGTSTP, SIGTTIN, SIGTTOU};
  struct sigaction stop = {.sa_handler = on_signal};
  sigset_t others, heard;
  sigfillset(&others);
  sigprocmask(SIG_BLOCK, &others, NULL);
  /* The libc lets two of its own through when a handler is first set: who waits there goes. */
  unsigned long dropped[4] = {(unsigned long)SIG_IGN, 0, 0, 0};
  for (int number = 32; number < 35; number++) syscall(SYS_rt_sigaction, number, dropped, NULL, 8);
  struct itimerval off = {{0, 0}, {0, 0}};
  for (int timer = ITIMER_REAL; timer <= ITIMER_PROF; timer++) setitimer(timer, &off, NULL);
  for (size_t i = 0; i < COUNT(ignored); i++) signal(ignored[i], SIG_IGN);
  signal(SIGCHLD, SIG_DFL);
  sigemptyset(&heard);
  for (size_t i = 0; i < COUNT(told); i++) sigaction(told[i], &stop, NULL), sigaddset(&heard, told[i]);
  sigprocmask(SIG_UNBLOCK, &heard, NULL);
  umask(077);
  uint64_t no_core[2] = {0, 0}, most[2];
  syscall(SYS_prlimit64, 0L, (long)RLIMIT_CORE, no_core, NULL);
  prctl(PR_SET_DUMPABLE, 0);
  if (syscall(SYS_close_range, 3, ~0U, 0) && !syscall(SYS_prlimit64, 0L, (long)RLIMIT_NOFILE, NULL, most))
    for (int file = 3; file < (int)(most[1] > 65536 ? 65536 : most[1]); file++) close(file);
}

/* An answer that goes nowhere is none: a libc opens the null device where a descriptor is closed. */
static int is_heard(void) {
  struct stat out;
  return !fstat(1, &out) && !(S_ISCHR(out.st_mode) && out.st_rdev == makedev(1, 3));
}

/* True where the program is whom its file says: with the bit its owner, who is neither root nor the caller; without it the caller. */
static int is_whole(int is_locked) {
  struct stat self;
  if (getegid() != getgid() || stat("/proc/self/exe", &self)) return 0;
  if (!(self.st_mode & S_ISUID)) return own_id == user_id;
  return is_own && is_locked && own_id != 0 && self.st_uid == own_id;
}

/* One thread: the kernel's own calls do, without what a libc does for many. */
static pid_t forked(void) { return (pid_t)syscall(SYS_clone, (long)SIGCHLD, 0L, 0L, 0L, 0L); }

/* In a process that is to start another program: as the caller, or as nobody's but its own. */
static void become(uid_t id) {
  if (is_own && (syscall(SYS_setresuid, id, id, id) || getuid() != id)) _exit(126);
}
