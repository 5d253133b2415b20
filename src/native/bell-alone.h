/*
 * What a locked doorbell starts: the judge without a window, the look at what is pinned, the system's list of users. Each is root's
 * own program, by its whole path, with an environment that is made here. What it prints is all that is believed of it; an end that
 * is not its own, or none in time, is a no. For bell.c alone.
 */
typedef struct {
  pid_t pid;
  int to, from;
  /* Where the kernel says what it has used. */
  char times[40];
} Started;

/* Node opens a debugger for whoever signals it: not one that can be reached. No program that it could start is elevated. */
static int cannot_listen(void) {
  struct {
    unsigned short code;
    unsigned char yes, no;
    unsigned number;
  } rules[] = {
    {0x20, 0, 0, 0}, /* the number of what is asked of the kernel */
    {0x15, 1, 0, SYS_bind},
    {0x15, 0, 1, SYS_listen},
    {0x06, 0, 0, 0x00050000 | EPERM},
    {0x06, 0, 0, 0x7fff0000},
  };
  struct {
    unsigned short count;
    void *rules;
  } filter = {COUNT(rules), rules};
  return !prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) && !prctl(PR_SET_SECCOMP, 2, &filter);
}

static _Noreturn void run(char *const words[], char **environment, uid_t id, const int pipes[2], pid_t starter) {
  static const int usual[] = {SIGPIPE, SIGXFSZ, SIGTSTP, SIGTTIN, SIGTTOU};
  sigset_t nothing;
  int nowhere = open("/dev/null", O_WRONLY);
  if (nowhere < 0 || dup2(pipes[0], 0) < 0 || dup2(pipes[1], 1) < 0 || dup2(nowhere, 2) < 0) _exit(126);
  for (size_t i = 0; i < COUNT(usual); i++) signal(usual[i], SIG_DFL);
  sigemptyset(&nothing);
  sigprocmask(SIG_SETMASK, &nothing, NULL);
  become(id);
  if (!cannot_listen() && is_own) _exit(126);
  if (prctl(PR_SET_PDEATHSIG, SIGKILL) || getppid() != starter) _exit(126);
  execve(words[0], words, environment);
  _exit(127);
}

static Started started(char *const words[], char **environment, uid_t id) {
  int in[2], out[2];
  if (syscall(SYS_pipe2, in, O_CLOEXEC) || syscall(SYS_pipe2, out, O_CLOEXEC)) fail(offline_failed);
  pid_t starter = getpid(), pid = forked();
  if (pid < 0) fail(offline_failed);
  if (pid == 0) run(words, environment, id, (int[]){in[0], out[1]}, starter);
  judge = pid;
  close(in[0]), close(out[1]);
  if (fcntl(in[1], F_SETFL, O_NONBLOCK)) fail(offline_failed);
  Started other = {.pid = pid, .to = in[1], .from = out[0]};
  made_size = 0;
  add("/proc/"), add_number((uint64_t)pid), add_bytes((Text){"/stat", 6});
  memcpy(other.times, made, made_size);
  return other;
}

/* Of a tenth of a second what a process has had for itself: a busy machine may have let it run for a part of it only. */
static double spent(const char *times, double *before) {
  char line[1024];
  int file = open(times, O_RDONLY | O_CLOEXEC);
  ssize_t size = file < 0 ? -1 : read(file, line, sizeof line - 1);
  if (file >= 0) close(file);
  if (size <= 0) return 0.1;
  line[size] = '\0';
  const char *at = strrchr(line, ')');
  if (!at || at[1] != ' ' || at[2] != 'R') return 0.1;
  /* The two times stand behind the state and ten numbers. */
  at += 3;
  for (int i = 0; i < 10; i++) at += strspn(at, " "), at += strcspn(at, " ");
  at += strspn(at, " ");
  double user = (double)number_in(at), own = (user + (double)number_in(digits(at) + 1)) / 100, more = own - *before;
  *before = own;
  return more;
}

/* Gives all and takes all, at once, into `reply`; how much was said. What ends otherwise than it may has said nothing. */
static size_t converse(const Started *other, Text header, Text body, double limit, int other_end) {
  double used = 0, cpu = 0;
  time_t last = now(CLOCK_BOOTTIME) + offline_longest_seconds;
  size_t size = 0;
  int to = other->to;
  while (1) {
    struct pollfd both[] = {{other->from, POLLIN, 0}, {to, POLLOUT, 0}};
    int ready = poll(both, 2, 100);
    if (ready <= 0) used += spent(other->times, &cpu);
    if (used >= limit || now(CLOCK_BOOTTIME) >= last) fail(offline_slow);
    if (parent && getppid() != parent) fail_with(told_to_stop, "nobody waits");
    if (to >= 0 && both[1].revents) {
      Text *rest = header.size > 0 ? &header : &body;
      ssize_t sent = rest->size > 0 ? write(to, rest->at, rest->size) : 0;
      if (sent > 0) rest->at += sent, rest->size -= (size_t)sent;
      if ((sent < 0 && errno != EAGAIN && errno != EINTR) || header.size + body.size == 0) close(to), to = -1;
    }
    if (!both[0].revents) continue;
    ssize_t got = read(other->from, reply + size, reply_limit - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0 || size == reply_limit) fail(offline_failed);
    if (got == 0) break;
    size += (size_t)got;
  }
  if (to >= 0) close(to);
  close(other->from);
  int status;
  while (waitpid(other->pid, &status, 0) < 0)
    if (errno != EINTR) fail(offline_failed);
  judge = 0;
  if (status != 0 && (!WIFEXITED(status) || WEXITSTATUS(status) != other_end)) fail(offline_failed);
  return status ? 0 : size;
}

/* What is left of the caller's environment for a program that judges. */
static char **environment_for_judge(void) {
  static char home[PATH_MAX + 20], *chosen[COUNT(kept) + 2];
  size_t count = 0;
  for (char **entry = variables; *entry; entry++)
    for (size_t i = 0; i < COUNT(kept); i++) {
      size_t size = strlen(kept[i]);
      if (!strncmp(*entry, kept[i], size) && (*entry)[size] == '=' && count < COUNT(kept)) chosen[count++] = *entry;
    }
  strcpy(home, "COUNTERSIGN_HOME="), strcat(home, root);
  chosen[count++] = home;
  chosen[count] = NULL;
  return chosen;
}

/* The answer of a program beside this one to the call, as JSON. */
static const char *judged_by(const char *program, Text cwd) {
  static char path[PATH_MAX], runtime[] = locked_runtime;
  strcpy(path, below(bin, program));
  if (access(runtime, X_OK)) fail(no_runtime);
  Started other = started((char *const[]){runtime, path, NULL}, environment_for_judge(), user_id);
  made_size = 0;
  add("{\"agent\":"), quote(text_of(agent));
  if (event) add(",\"event\":"), quote(text_of(event));
  add(",\"cwd\":"), quote(cwd);
  add(",\"env\":"), add_variables(NULL);
  add(",\"bytes\":"), add_number(payload_size);
  add("}\n");
  size_t size = converse(&other, (Text){made, made_size}, (Text){payload, payload_size}, offline_seconds, 0);
  if (size == 0 || reply[size - 1] != '\n') fail(offline_failed);
  reply[size - 1] = '\0';
  return decode((Text){reply, size - 1});
}

/* The system's line of a user whom no file names: an administrator's list elsewhere does, where there is one. */
static const char *listed_elsewhere(void) {
  static char program[] = "/usr/bin/getent", list[] = "passwd", number[24];
  char *none[] = {NULL};
  if (access(program, X_OK)) return "";
  made_size = 0;
  add_number(user_id), add_bytes((Text){"", 1});
  memcpy(number, made, made_size);
  Started other = started((char *const[]){program, list, number, NULL}, none, own_id);
  /* 2: nobody is listed by that number. */
  reply[converse(&other, (Text){"", 0}, (Text){"", 0}, list_seconds, 2)] = '\0';
  return reply;
}
