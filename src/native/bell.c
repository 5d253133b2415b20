/*
 * The doorbell that agents start, where this machine can run it: an agent's payload on standard input, that agent's answer on
 * standard output. It does what hook.pl and relay.pl do in a tenth of their time, and is held to the same table of failures.
 * It decides nothing, and whatever fails is a no: words on standard error and exit code 2. It reads the registrations of this
 * home's windows and the home's secret, asks a window, and where none is open it becomes the doorbell that lies beside it; one
 * that root has locked has the call judged by root's own program, and may have a user of its own. It looks nothing up in PATH,
 * makes no file, and keeps all it reads in rooms of a fixed size.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
/* What the sources in TypeScript say: limits, budgets, endings, words. Written by scripts/bell.mjs. */
#include "bell-facts.h"
#include "bell-json.h"
#include "bell-hmac.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

#include "bell-own.h"

static const char *agent = "", *event;
static char **variables;
/* The folder of the programs, and the home. */
static char bin[PATH_MAX], root[PATH_MAX];
static int is_locked, is_read, is_over;
/* The agent's directory, as it names it and without links. */
static Text directories[2];

enum { payload_room = payload_limit + 65536 + 1, reply_room = reply_limit + 65536 + 1, texts_room = payload_limit + 2 * reply_limit };
static char *payload, *reply;
/* What is composed: a ring's header, or a refusal, for which there is always room. */
static char little[4096], *made = little;
static size_t payload_size, made_size, made_room = sizeof little;
/* Texts as they are without JSON's quotes. */
static char *texts;
static size_t texts_size;

/* What waiting may cost, counted in ticks: a machine that slept has not been silent. The clock has the last word on the whole. */
static double seconds, tick, waited, quiet;
static time_t ends;
static pid_t parent;

/* ---- Ending ---- */

static int write_all(int file, const char *bytes, size_t size) {
  while (size > 0) {
    ssize_t sent = write(file, bytes, size);
    struct pollfd room = {file, POLLOUT, 0};
    if (sent < 0 && (errno == EINTR || (errno == EAGAIN && poll(&room, 1, 2000) > 0))) continue;
    if (sent <= 0) return 0;
    bytes += sent;
    size -= (size_t)sent;
  }
  return 1;
}

/* Ended with whoever waits for it. */
static pid_t judge;

/* Prints the answer, all of it, and ends. An answer that cannot be printed is a no. */
static _Noreturn void finish(Text out, Text words, int code) {
  if (judge > 0) kill(judge, SIGKILL);
  _exit(write_all(2, words.at, words.size) && write_all(1, out.at, out.size) ? code : 2);
}

static Text text_of(const char *literal) { return (Text){literal, strlen(literal)}; }

static _Noreturn void fail(enum cause cause);

static void add_bytes(Text text) {
  if (text.size > made_room - made_size) fail(broken);
  memcpy(made + made_size, text.at, text.size);
  made_size += text.size;
}

static void add(const char *literal) { add_bytes(text_of(literal)); }

static void add_number(uint64_t number) {
  char digits[20];
  size_t first = sizeof digits;
  do digits[--first] = (char)('0' + number % 10);
  while (number /= 10);
  add_bytes((Text){digits + first, sizeof digits - first});
}

/* As a text of JSON. */
static void quote(Text text) {
  add("\"");
  for (size_t i = 0; i < text.size; i++) {
    unsigned char sign = (unsigned char)text.at[i];
    if (sign >= 32 && sign != '"' && sign != '\\') add_bytes((Text){text.at + i, 1});
    else add("\\u00"), add_bytes((Text){"0123456789abcdef" + sign / 16, 1}), add_bytes((Text){"0123456789abcdef" + sign % 16, 1});
  }
  add("\"");
}

/* Nothing can be blocked any more. */
static _Noreturn void finish_over(void) { finish(text_of("{}\n"), text_of(""), 0); }

/* A no. Where root owns the doorbell, an agent for which exit code 2 is weaker than an object is given both. */
static _Noreturn void say_no(Text words) {
  Text object = {made + made_size, made_size};
  for (size_t i = 0; is_locked && i < COUNT(denials); i++) {
    if (strcmp(agent, denials[i].agent)) continue;
    for (size_t part = 0; denials[i].parts[part]; part++) {
      if (part > 0) quote(words);
      add(denials[i].parts[part]);
    }
  }
  object.size = made_size - object.size;
  finish(object, words, object.size > 0 && !strcmp(agent, "qwen-code") ? 0 : 2);
}

/* A no with its cause. */
static _Noreturn void fail_with(enum cause cause, const char *detail) {
  if (is_over) finish_over();
  made_size = 0;
  add(words_before), add(causes[cause]);
  if (*detail) add(" ("), add(detail), add(")");
  add(words_after);
  say_no((Text){made, made_size});
}

/* The rooms, all at once, so that what lacks is known before anything is read. Empty ones cost nothing. */
static void take_rooms(void) {
  long size = payload_room + reply_room + texts_room + header_limit;
  long at = syscall(SYS_mmap, 0L, size, (long)(PROT_READ | PROT_WRITE), (long)(MAP_PRIVATE | MAP_ANONYMOUS), -1L, 0L);
  if (at == -1) fail(broken);
  char *all = (char *)at;
  payload = all, reply = payload + payload_room, texts = reply + reply_room, made = texts + texts_room;
  made_room = header_limit;
}

static _Noreturn void fail(enum cause cause) { fail_with(cause, ""); }

static void on_signal(int number) {
  if (number == SIGALRM) fail(deadline);
  if (number != SIGTERM && number != SIGINT && number != SIGHUP) fail(number == SIGQUIT ? told_to_stop : broken);
  fail_with(told_to_stop, number == SIGTERM ? "SIGTERM" : number == SIGINT ? "SIGINT" : "SIGHUP");
}

/* ---- Waiting ---- */

static time_t now(clockid_t clock) {
  struct timespec time;
  if (clock_gettime(clock, &time)) fail(broken);
  return time.tv_sec;
}

/* The number that digits give; more than nineteen of them are none that counts here. */
static uint64_t number_in(const char *digits) {
  uint64_t number = 0;
  for (size_t i = 0; digits[i] >= '0' && digits[i] <= '9' && i < 19; i++) number = number * 10 + (uint64_t)(digits[i] - '0');
  return number;
}

/* An agent's limit less a margin. The environment can only shorten it. */
static double budget(void) {
  double found = default_seconds;
  for (size_t i = 0; i < COUNT(budgets); i++)
    if (!strcmp(agent, budgets[i].agent)) found = budgets[i].seconds;
  for (size_t i = 0; event && i < COUNT(endings); i++)
    if (!strcmp(event, endings[i])) found = ending_seconds;
  const char *shorter = getenv("COUNTERSIGN_DEADLINE_MS");
  size_t digits = shorter ? strspn(shorter, "0123456789") : 0;
  if (digits == 0 || digits > 9 || shorter[digits] || *shorter == '0') return found;
  double named = (double)number_in(shorter) / 1000;
  return named < found ? named : found;
}

/* True once the file is ready; a tick later false, or no answer any more. Who reads our answer may have gone. */
static int is_ready(int file, short what, enum cause silence) {
  struct pollfd watched[] = {{file, what, 0}, {1, 0, 0}};
  if (now(CLOCK_BOOTTIME) >= ends) fail(deadline);
  int ready = poll(watched, 2, (int)(tick * 1000));
  if (watched[0].revents) return 1;
  if (ready > 0 || getppid() != parent) fail_with(told_to_stop, "nobody waits");
  if (ready == 0) waited += tick, quiet += tick;
  if (waited >= seconds) fail(deadline);
  if (quiet >= silence_seconds && silence != deadline) fail(silence);
  return 0;
}

/* ---- Texts ---- */

/* True for a text, which is then without its quotes. */
static int is_text(const char *value, Text *text) {
  size_t size;
  if (!value || *value != '"') return 0;
  *text = (Text){texts + texts_size, 0};
  for (const char *p = value + 1; *p != '"'; text->size += size) {
    if (texts_size + text->size > texts_room - 8) fail(broken);
    p = sign_at(p, texts + texts_size + text->size, &size);
  }
  texts[texts_size + text->size] = '\0';
  texts_size += text->size + 1;
  return 1;
}

static int is_same(Text one, Text other) { return one.size == other.size && !memcmp(one.at, other.at, one.size); }

/* As a path, which ends at its first NUL. */
static int is_path(Text text) { return text.size > 0 && text.size < PATH_MAX && strlen(text.at) == text.size; }

/* ---- The environment, without what looks like a secret; that as digests ---- */

static int has(Text name, const char *word) {
  size_t size = strlen(word);
  for (size_t i = 0; i + size <= name.size; i++)
    if (!strncasecmp(name.at + i, word, size)) return 1;
  return 0;
}

static int ends_in(Text name, const char *word) {
  size_t size = strlen(word);
  return name.size >= size && !strncasecmp(name.at + name.size - size, word, size);
}

/* `secretNames` and `harmlessNames` of protocol/environment.ts; a test holds the two together. */
static int is_secret(Text name) {
  static const char *const secret[] = {"SECRET", "PASSWD", "PASSWORD",   "PASSPHRASE", "TOKEN",      "PRIVATE",
                                       "APIKEY", "API_KEY", "ACCESS_KEY", "COOKIE",     "SESSION_KEY"};
  static const char *const harmless[] = {"_FILE", "_PATH", "_DIR"}, *const exact[] = {"SSH_AUTH_SOCK", "GOOGLE_APPLICATION_CREDENTIALS"};
  int found = ends_in(name, "_PAT");
  for (size_t i = 0; i < COUNT(secret); i++) found |= has(name, secret[i]);
  for (size_t i = 0; i + 4 <= name.size; i++)
    found |= !strncasecmp(name.at + i, "AUTH", 4) && (name.size < i + 6 || strncasecmp(name.at + i + 4, "OR", 2));
  for (size_t i = 0; i < COUNT(harmless); i++)
    if (ends_in(name, harmless[i])) return 0;
  for (size_t i = 0; i < COUNT(exact); i++)
    if (name.size == strlen(exact[i]) && has(name, exact[i])) return 0;
  return found;
}

/* With a salt those that are withheld, each as a digest; without one the others as they are. */
static void add_variables(const Text *salt) {
  const char *before = "";
  add("{");
  for (char **entry = variables; *entry; entry++) {
    const char *equals = strchr(*entry, '=');
    if (!equals) continue;
    Text name = {*entry, (size_t)(equals - *entry)}, value = text_of(equals + 1);
    if ((value.size > value_limit || is_secret(name)) != (salt != NULL)) continue;
    char digest[65];
    if (salt) hmac(*salt, (Text[]){name, value}, 2, digest);
    add(before);
    before = ",";
    quote(name);
    add(":");
    quote(salt ? text_of(digest) : value);
  }
  add("}");
}

/* ---- The gate of the window whose folder holds the directory ---- */

typedef struct {
  Text id, socket, identity, knock, seal, salt;
  int has_salt;
  uint64_t started;
  time_t touched;
} Gate;

/* Sockets that crashed windows have left. */
static Text gone[16];
static size_t gone_count;

/* A regular file of the owner's that nobody else can write to, whole, as a text; a pipe in its place is not waited for. */
static int own_file(const char *path, size_t limit, uid_t owner, Text *content, time_t *touched) {
  struct stat found;
  int file = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  if (file < 0) return 0;
  int is_owners = !fstat(file, &found) && S_ISREG(found.st_mode) && found.st_uid == owner && !(found.st_mode & 022) &&
               (uint64_t)found.st_size <= limit && (size_t)found.st_size < texts_room - texts_size;
  *content = (Text){texts + texts_size, 0};
  for (ssize_t got = 1; is_owners && got > 0 && content->size < (size_t)found.st_size; content->size += got > 0 ? (size_t)got : 0)
    got = read(file, texts + texts_size + content->size, (size_t)found.st_size - content->size);
  close(file);
  if (!is_owners) return 0;
  texts[texts_size + content->size] = '\0';
  texts_size += content->size + 1;
  *touched = found.st_mtime;
  return 1;
}

static const char *below(const char *folder, const char *name) {
  static char path[PATH_MAX];
  made_size = 0;
  add(folder), add("/"), add_bytes((Text){name, strlen(name) + 1});
  if (made_size > sizeof path) fail(broken);
  return memcpy(path, made, made_size);
}

/* What stands at a socket's path: who puts another there cannot give it this time. */
static int is_itself(const Gate *gate) {
  struct stat found;
  if (!is_path(gate->socket) || lstat(gate->socket.at, &found)) return 0;
  made_size = 0;
  add_number(found.st_ino), add(":"), add_number((uint64_t)found.st_ctime);
  return is_same(gate->identity, (Text){made, made_size});
}

static int holds(Text folder, Text cwd) {
  while (folder.size > 0 && folder.at[folder.size - 1] == '/') folder.size--;
  if (cwd.size < folder.size || memcmp(folder.at, cwd.at, folder.size)) return 0;
  return cwd.size == folder.size || cwd.at[folder.size] == '/';
}

/* A registration as a window of this home made it: for that socket, for those folders. How closely they hold a directory. */
static int read_gate(Text content, Text secret, const Text cwds[2], Gate *gate, long *closest) {
  Text folder, mac;
  char expected[65];
  const char *value = decode(content), *pid = member(value, "pid"), *started = member(value, "startedAt"), *folders = member(value, "folders");
  if (!is_number(member(value, "v"), "1") || !is_text(member(value, "id"), &gate->id)) return 0;
  if (!is_text(member(value, "socket"), &gate->socket) || gate->socket.size == 0) return 0;
  for (size_t i = 0; i < gone_count; i++)
    if (is_same(gone[i], gate->socket)) return 0;
  if (!is_text(member(value, "seal"), &gate->seal) || gate->seal.size == 0) return 0;
  if (!is_text(member(value, "knock"), &gate->knock) || !is_text(member(value, "identity"), &gate->identity)) return 0;
  if (!is_text(member(value, "mac"), &mac) || !pid || *pid < '1' || *pid > '9' || digits(pid) != skip(pid, 0)) return 0;
  if (!started || digits(started) == started || digits(started) != skip(started, 0) || !folders || *folders != '[') return 0;
  if (number_in(pid) > INT_MAX || (kill((pid_t)number_in(pid), 0) && errno != EPERM)) return 0;
  gate->started = number_in(started);
  gate->has_salt = is_text(member(value, "salt"), &gate->salt);
  /* What is signed, as one text: a NUL stands before each folder. */
  Text parts[4 + 1] = {text_of("gate"), gate->identity, gate->socket, {texts + texts_size, 0}};
  size_t count = 3;
  *closest = -1;
  for (const char *item = first_item(folders); item; item = next_item(item)) {
    if (!is_text(item, &folder)) return 0;
    count = 4;
    parts[3].size = (size_t)(folder.at + folder.size - parts[3].at);
    for (int i = 0; i < 2; i++)
      if (holds(folder, cwds[i]) && (long)folder.size > *closest) *closest = (long)folder.size;
  }
  hmac(secret, parts, count, expected);
  return is_same(mac, text_of(expected));
}

/* True with the gate whose folder holds a directory most closely; else with the one that opened last. */
static int find_gate(const Text cwds[2], Gate *best) {
  struct stat folder, home;
  Text secret, content;
  time_t touched;
  static char run[PATH_MAX];
  strcpy(run, below(root, "run"));
  if (stat(run, &folder)) return 0;
  if (folder.st_uid != geteuid() || folder.st_mode & 022 || stat(root, &home) || home.st_uid != geteuid()) fail(home_unsafe);
  if (!own_file(below(root, "salt"), 100, geteuid(), &secret, &touched)) return 0;
  secret.size = strcspn(secret.at, " \t\r\n\f\v");
  int names = open(run, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (secret.size == 0 || names < 0) return 0;
  long closest = -2, closeness = -1, files = 0;
  size_t room = registration_limit;
  static _Alignas(8) char listed[32768];
  /* As the kernel lists a folder: the size of an entry at 16, its name from 19. */
  for (long got; (got = syscall(SYS_getdents64, names, listed, sizeof listed)) > 0;) {
    for (const char *entry = listed; entry < listed + got; entry += *(const unsigned short *)(entry + 16)) {
      const char *name = entry + 19;
      size_t size = strlen(name), mark = texts_size;
      Gate gate;
      /* The folder itself and the one above it are listed too. */
      if (++files > files_limit + 2) fail(home_crowded);
      int is_file = size >= 5 && !strcmp(name + size - 5, ".json") &&
                    own_file(below(run, name), registration_limit, geteuid(), &content, &touched);
      if (is_file && content.size > room) fail(home_crowded);
      if (is_file) room -= content.size;
      int is_gate = is_file && read_gate(content, secret, cwds, &gate, &closeness) && is_same(gate.id, (Text){name, size - 5});
      if (!is_gate || closeness < closest || (closeness == closest && gate.started <= best->started)) {
        texts_size = mark;
        continue;
      }
      gate.touched = touched;
      *best = gate;
      closest = closeness;
    }
  }
  close(names);
  return closest > -2;
}

/* ---- Asking ---- */

/* No window is open, or it takes more than this program knows: the doorbell beside it takes over, with the same bytes. */
static _Noreturn void hand_over(char **words) {
  int file = is_read ? memfd_create("payload", MFD_CLOEXEC) : 0;
  struct stat self, other;
  const char *program = below(bin, fallback_name);
  /* A copy under the other's name would start itself for ever. */
  if (stat(program, &other) || stat("/proc/self/exe", &self) || (self.st_ino == other.st_ino && self.st_dev == other.st_dev))
    fail(no_runtime);
  if (file < 0 || (is_read && (!write_all(file, payload, payload_size) || lseek(file, 0, SEEK_SET) || dup2(file, 0)))) fail(broken);
  alarm(0);
  signal(SIGPIPE, SIG_DFL);
  signal(SIGXFSZ, SIG_DFL);
  execve(program, words, variables);
  fail(no_runtime);
}

/* A socket to the gate, or -1 where nobody listens. A queue that is full for the moment is waited for. */
static int connected(Text path) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  if (!is_path(path) || path.size > 103) return -1;
  memcpy(address.sun_path, path.at, path.size);
  int found = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  while (found >= 0 && connect(found, (struct sockaddr *)&address, sizeof address)) {
    if (errno != EAGAIN && errno != EINTR) return close(found), -1;
    struct timespec pause = {0, 5000000};
    nanosleep(&pause, NULL);
    waited += 0.005, quiet += 0.005;
    if (waited >= seconds) fail(deadline);
    if (quiet >= silence_seconds) fail(gate_silent);
  }
  return found;
}

static void send_all(int socket, Text bytes) {
  while (bytes.size > 0) {
    if (!is_ready(socket, POLLOUT, gate_silent)) continue;
    ssize_t sent = send(socket, bytes.at, bytes.size, MSG_NOSIGNAL);
    if (sent < 0 && (errno == EAGAIN || errno == EINTR)) continue;
    if (sent <= 0) fail(gate_hung_up);
    bytes.at += sent;
    bytes.size -= (size_t)sent;
    quiet = 0;
  }
}

/* The header as one line, then the bytes. */
static void send_ring(int socket, const Gate *gate, Text nonce, Text cwd) {
  made_size = 0;
  add("{\"v\":1,\"nonce\":"), quote(nonce);
  add(",\"knock\":"), quote(gate->knock);
  add(",\"agent\":"), quote(text_of(agent));
  if (event) add(",\"event\":"), quote(text_of(event));
  add(",\"budgetMs\":"), add_number((uint64_t)((seconds - waited) * 1000));
  add(",\"pid\":"), add_number((uint64_t)getpid());
  add(",\"bytes\":"), add_number(payload_size);
  add(",\"cwd\":"), quote(cwd);
  add(",\"env\":"), add_variables(NULL);
  if (gate->has_salt) add(",\"credentials\":"), add_variables(&gate->salt);
  add("}\n");
  send_all(socket, (Text){made, made_size});
  send_all(socket, (Text){payload, payload_size});
}

typedef struct {
  Text out, words;
  int code;
} Answer;

/* An answer that an agent can read: one JSON object with exit code 0, or words with exit code 2. Nothing else. */
static Answer checked(const char *answer, enum cause garbage) {
  Answer said = {.code = 2};
  const char *code = member(answer, "exitCode");
  if (!is_text(member(answer, "stdout"), &said.out) || !is_text(member(answer, "stderr"), &said.words)) fail(garbage);
  if (is_number(code, "2")) {
    if (strspn(said.words.at, " \t\r\n\f\v") == said.words.size) fail(garbage);
    said.out = text_of("");
    return said;
  }
  const char *object = decode(said.out);
  if (!is_number(code, "0") || !object || *object != '{') fail(garbage);
  said.code = 0;
  return said;
}

#include "bell-alone.h"

/* An organisation's policy is root's: whatever answered, what it asks to be countersigned passes by signatures alone. */
static _Noreturn void pass_on(Answer answer) {
  if (is_locked && answer.code == 0 && (!access(locked_policy, F_OK) || errno != ENOENT)) {
    Answer own = checked(judged_by("locked.js", *directories), offline_failed);
    if (own.code || strncmp(own.out.at, "{}", 2) || strspn(own.out.at + 2, " \t\r\n") + 2 != own.out.size) answer = own;
  }
  made_size = 0;
  if (answer.code == 2) say_no(answer.words);
  finish(answer.out, answer.words, answer.code);
}

/* No window is open, and root's own program judges. Where nothing can be blocked any more nobody waits for it. */
static _Noreturn void answer_alone(void) {
  if (is_over) {
    if (forked()) finish_over();
    parent = 0;
    alarm(offline_longest_seconds + 3);
    int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
    for (int file = 0; file < 3; file++)
      if (nowhere < 0 || dup2(nowhere, file) < 0) _exit(0);
  }
  pass_on(checked(judged_by("offline.js", *directories), offline_failed));
}

static _Noreturn void listen_to(int socket, const Gate *gate, Text nonce) {
  size_t size = 0, seen = 0, mark = texts_size;
  Text text;
  quiet = 0;
  while (1) {
    if (!is_ready(socket, POLLIN, gate_silent)) continue;
    ssize_t got = read(socket, reply + size, reply_room - 1 - size);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) continue;
    if (got <= 0) fail(gate_hung_up);
    quiet = 0;
    size += (size_t)got;
    if (size > reply_limit) fail(gate_garbage);
    for (char *end; (end = memchr(reply + seen, '\n', size - seen)); seen = 0) {
      *end = '\0';
      texts_size = mark;
      const char *said = decode((Text){reply, (size_t)(end - reply)});
      if (!said || *said != '{' || !is_number(member(said, "v"), "1")) fail(gate_garbage);
      if (!is_text(member(said, "nonce"), &text) || !is_same(text, nonce)) fail(gate_not_itself);
      if (!is_text(member(said, "seal"), &text) || !is_same(text, gate->seal)) fail(gate_not_itself);
      if (!is_text(member(said, "kind"), &text)) fail(gate_garbage);
      if (is_same(text, text_of("answer"))) pass_on(checked(member(said, "answer"), gate_garbage));
      if (!is_same(text, text_of("held"))) fail(gate_garbage);
      size -= (size_t)(end + 1 - reply);
      memmove(reply, end + 1, size);
    }
    seen = size;
  }
}

/* ---- One call ---- */

static void read_payload(void) {
  while (1) {
    if (!is_ready(0, POLLIN, deadline)) continue;
    ssize_t got = read(0, payload + payload_size, payload_room - 1 - payload_size);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) continue;
    if (got < 0) fail(stdin_unreadable);
    if (got == 0) return;
    payload_size += (size_t)got;
    if (payload_size > payload_limit) fail(stdin_too_large);
  }
}

/* By the event that the installed command is for; without one the payload says it. */
static int has_run(const char *fields) {
  static const char *const names[] = {"hook_event_name", "hookName", "hook", "agent_action_name"};
  int is_named_once = 0;
  for (size_t i = 0; event && i < COUNT(endings); i++)
    if (!strcmp(event, endings[i])) return 1;
  for (size_t name = 0; !event && name < COUNT(names); name++) {
    Text text;
    if (!is_text(member(fields, names[name]), &text)) continue;
    is_named_once = 1;
    for (size_t i = 0; i < COUNT(endings); i++)
      if (is_same(text, text_of(endings[i]))) return 1;
  }
  /* Copilot CLI names no event: only a call that has run has a result. */
  const char *result = member(fields, "toolResult");
  return !event && !is_named_once && result && *result == '{';
}

/* Where a file of /proc leads. */
static Text link_at(const char *path, char *out) {
  ssize_t size = readlink(path, out, PATH_MAX - 1);
  if (size < 0) size = 0;
  out[size] = '\0';
  return (Text){out, (size_t)size};
}

/* The agent's working directory, as its payload says; else its own. */
static Text directory(const char *fields) {
  static char own[PATH_MAX];
  const char *info = member(fields, "tool_info");
  const char *named[] = {member(fields, "cwd"), member(info, "cwd"), first_item(member(fields, "workspaceRoots")),
                         first_item(member(fields, "workspace_roots")),
                         first_item(member(fields, "workspacePaths")), member(info, "file_path")};
  for (size_t i = 0; i < COUNT(named); i++) {
    Text text;
    if (!is_text(named[i], &text)) continue;
    if (i == COUNT(named) - 1)
      while (text.size > 1 && text.at[--text.size] != '/') continue;
    if (text.size > 0 && *text.at == '/') return text;
  }
  Text found = link_at("/proc/self/cwd", own);
  return found.size == 0 && getcwd(own, sizeof own) ? text_of(own) : found;
}

/* A directory without links, where that can be told. */
static Text physical(Text cwd) {
  static char found[PATH_MAX];
  int folder = is_path(cwd) ? open(cwd.at, O_PATH | O_DIRECTORY | O_CLOEXEC) : -1;
  if (folder < 0) return cwd;
  made_size = 0;
  add("/proc/self/fd/"), add_number((uint64_t)folder), add_bytes((Text){"", 1});
  Text led = link_at(made, found);
  close(folder);
  return led.size > 0 ? led : cwd;
}

static int is_root_of(Text home) {
  made_size = 0;
  add_bytes(home), add_bytes((Text){"/.countersign", 14});
  if (home.size == 0 || *home.at != '/' || made_size > sizeof root) return 0;
  memcpy(root, made, made_size);
  return 1;
}

/* The home of who runs this, as a list has it: name, password, user, group, remark, home and shell in each line. */
static int is_listed(const char *list) {
  for (const char *line = list; *line; line += strcspn(line, "\n"), line += *line == '\n') {
    const char *field[6] = {line};
    for (int i = 1; i < 6 && field[i - 1]; i++) {
      size_t size = strcspn(field[i - 1], ":\n");
      field[i] = field[i - 1][size] == ':' ? field[i - 1] + size + 1 : NULL;
    }
    if (!field[5] || digits(field[2]) == field[2] || number_in(field[2]) != user_id) continue;
    if (is_root_of((Text){field[5], strcspn(field[5], ":\n")})) return 1;
  }
  return 0;
}

/* By the system's own file, by an administrator's list elsewhere; the variable counts for whom neither names. */
static void find_home_of_caller(void) {
  Text list;
  time_t touched;
  if (own_file("/etc/passwd", reply_room, 0, &list, &touched) && is_listed(list.at)) return;
  if (is_listed(listed_elsewhere())) return;
  const char *home = getenv("HOME");
  if (!home || !is_root_of(text_of(home))) fail(home_unsafe);
}

/* Where this program lies says whose it is: a home's, or root's, which is for the home of who runs it. */
static void find_home(void) {
  Text self = link_at("/proc/self/exe", bin);
  char *slash = strrchr(bin, '/');
  if (self.size == 0 || self.size >= PATH_MAX - 32 || !slash || slash == bin) fail(broken);
  *slash = '\0';
  is_locked = !strcmp(bin, locked_bin);
  if (!is_whole(is_locked)) fail(not_elevated);
  if (is_locked) {
    find_home_of_caller();
    return;
  }
  strcpy(root, bin);
  slash = strrchr(root, '/');
  *slash = '\0';
}

int main(int count, char **words, char **environment) {
  become_own();
  variables = environment;
  agent = count > 1 ? words[1] : "";
  event = count > 2 ? words[2] : NULL;
  if (is_own) clear_inherited(on_signal);
  struct sigaction stop = {.sa_handler = on_signal};
  sigaction(SIGTERM, &stop, NULL);
  sigaction(SIGINT, &stop, NULL);
  sigaction(SIGHUP, &stop, NULL);
  sigaction(SIGALRM, &stop, NULL);
  signal(SIGPIPE, SIG_IGN);
  signal(SIGXFSZ, SIG_IGN);
  /* What is opened must not take the place of one of these. */
  for (int file = 0; file < 3; file++)
    if (fcntl(file, F_GETFD) < 0) fail(broken);
  if (!*agent) fail(usage);
  if (is_own && !is_heard()) fail(broken);
  take_rooms();
  parent = getppid();
  seconds = budget();
  tick = seconds < 4 ? seconds / 4 : 1;
  ends = now(CLOCK_BOOTTIME) + (time_t)seconds + 1;
  alarm((unsigned)seconds + 3);
  find_home();
  read_payload();
  is_read = 1;

  const char *fields = decode((Text){payload, payload_size});
  if (fields && *fields != '{') fields = NULL;
  is_over = has_run(fields);
  directories[0] = directory(fields);
  directories[1] = physical(directories[0]);
  Gate gate;
  int socket = -1;
  while (socket < 0) {
    int is_found = directories[0].size > 0 && gone_count < COUNT(gone) && find_gate(directories, &gate);
    if (!is_found && !is_locked) hand_over(words);
    if (!is_found) answer_alone();
    socket = connected(gate.socket);
    /* A window that crashed leaves its registration behind; one that is there and fails is a no. */
    if (socket < 0 && now(CLOCK_REALTIME) - gate.touched < stale_seconds) fail(gate_unreachable);
    if (socket < 0 && !is_locked) hand_over(words);
    if (socket < 0) gone[gone_count++] = gate.socket;
  }
  if (!is_itself(&gate)) fail(gate_not_itself);
  unsigned char random[16];
  char nonce[33];
  if (getrandom(random, sizeof random, 0) != sizeof random) fail(broken);
  to_hex(random, sizeof random, nonce);
  quiet = 0;
  send_ring(socket, &gate, text_of(nonce), directories[0]);
  if (is_over) finish_over();
  listen_to(socket, &gate, text_of(nonce));
}
