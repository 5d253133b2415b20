/*
 * Becomes a program in a state that its caller has chosen: what a setuid program inherits.
 *   odd-caller WHAT [NUMBER NUMBER] -- PROGRAM WORD...
 * With `attach PID`, `signal PID NUMBER`, `limit-of PID` it tries that on a process and says 0, or the error's name.
 * With `terminal SIGN…` the program has a terminal of its own, at which somebody presses these keys, and ends as the program ends.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

static int say(long failed) {
  printf("%s\n", failed ? strerrorname_np(errno) : "0");
  return failed != 0;
}

static int at_terminal(const char *keys, char **words) {
  int master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC), status;
  if (master < 0 || grantpt(master) || unlockpt(master)) return 99;
  pid_t pid = fork();
  if (pid == 0) {
    setsid();
    if (open(ptsname(master), O_RDWR | O_CLOEXEC) < 0) _exit(99);
    execv(*words, words);
    _exit(99);
  }
  for (size_t i = 0; i < strlen(keys); i++) {
    usleep(150000);
    if (write(master, keys + i, 1) != 1) return 99;
  }
  if (waitpid(pid, &status, WUNTRACED) != pid) return 99;
  if (WIFSTOPPED(status)) return 98;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int main(int count, char **words) {
  if (count < 3) return 99;
  const char *what = words[1];
  long numbers[2] = {0, 0};
  int at = 2;
  if (!strcmp(what, "terminal")) return at_terminal(words[2], words + 4);
  for (; at < count && strcmp(words[at], "--"); at++) numbers[at > 2] = strtol(words[at], NULL, 10);
  char **program = words + at + 1, *none[] = {NULL};
  struct rlimit limit = {(rlim_t)numbers[1], (rlim_t)numbers[1]};
  struct itimerval timer = {{0, 5000}, {0, 5000}};
  sigset_t set;
  sigfillset(&set);
  if (!strcmp(what, "attach")) return say(ptrace(PTRACE_ATTACH, numbers[0], NULL, NULL));
  if (!strcmp(what, "signal")) return say(kill((pid_t)numbers[0], (int)numbers[1]));
  if (!strcmp(what, "limit-of")) return say(prlimit((pid_t)numbers[0], RLIMIT_CPU, &limit, NULL));
  if (!strcmp(what, "limit") && setrlimit((int)numbers[0], &limit)) return 99;
  if (!strcmp(what, "timer") && setitimer((int)numbers[0], &timer, NULL)) return 99;
  if (!strcmp(what, "close")) close((int)numbers[0]);
  if (!strcmp(what, "blocked")) sigprocmask(SIG_SETMASK, &set, NULL);
  if (!strcmp(what, "waiting")) {
    sigprocmask(SIG_SETMASK, &set, NULL);
    for (int number = 1; number < NSIG; number++)
      if (number != SIGKILL && number != SIGSTOP) raise(number);
  }
  if (!strcmp(what, "ignored"))
    for (int number = 1; number < NSIG; number++) signal(number, SIG_IGN);
  if (!strcmp(what, "many-files"))
    while (dup(2) >= 0) continue;
  if (!strcmp(what, "mask")) umask(0);
  if (!strcmp(what, "no-new-privileges") && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)) return 99;
  execve(*program, strcmp(what, "no-words") ? program : none, environ);
  return 99;
}
