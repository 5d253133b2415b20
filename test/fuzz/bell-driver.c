/*
 * Drives src/native/bell.c without a process for each case: compiled with it, and with sanitizers, by test/process/bell-memory.test.ts.
 * Each line of standard input is a case: a letter, and the case's bytes in hex. Each line of the answer is what came of it:
 *   j JSON          the document's kind, then its field "a" as a text, in hex; "none" for what is no JSON
 *   g REGISTRATION  how closely it holds /proj/a, or "none"
 *   r REPLY         what the agent is told by a gate that sends these bytes: exit code, standard output in hex
 *   p PAYLOAD       whether it has run, then its directory in hex
 *   s NAME          whether a variable's name looks like a secret's
 */
#include <setjmp.h>
#include <stdio.h>
#include <unistd.h>

static jmp_buf ended;
static int ended_with;
static char printed[8 << 20];
static unsigned long printed_size;

static _Noreturn void end_case(int code) {
  ended_with = code;
  longjmp(ended, 1);
}

static long print(int file, const char *bytes, unsigned long size) {
  for (unsigned long i = 0; file == 1 && i < size; i++) printed[printed_size++] = bytes[i];
  return (long)size;
}

#define _exit end_case
#define write print
#define main bell_main
#include "../../src/native/bell.c"
#undef _exit
#undef write
#undef main

static char line[4 << 20], bytes[2 << 20];

static void say_hex(const char *at, size_t size) {
  printf(" ");
  for (size_t i = 0; i < size; i++) printf("%02x", (unsigned char)at[i]);
}

static void drive(char kind, size_t size) {
  static const Text cwds[2] = {{"/proj/a", 7}, {"/", 1}};
  static const Text secret = {"secret", 6}, nonce = {"nonce", 5};
  Text whole = {bytes, size}, text;
  Gate gate = {.seal = {"seal", 4}};
  long closest;
  int pair[2];
  switch (kind) {
    case 'j': {
      const char *value = decode(whole);
      printf("%c", value ? (strchr("{[\"tfn", *value) ? *value : '0') : '-');
      if (is_text(member(value, "a"), &text)) say_hex(text.at, text.size);
      break;
    }
    case 'g':
      printf("%s", read_gate(whole, secret, cwds, &gate, &closest) ? "gate" : "none");
      break;
    case 'r':
      if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair)) return;
      send(pair[1], bytes, size, MSG_NOSIGNAL);
      close(pair[1]);
      if (setjmp(ended) == 0) listen_to(pair[0], &gate, nonce);
      close(pair[0]);
      printf("%d", ended_with);
      say_hex(printed, printed_size);
      break;
    case 'p': {
      const char *fields = decode(whole);
      if (fields && *fields != '{') fields = NULL;
      text = directory(fields);
      printf("%d", has_run(fields));
      say_hex(text.at, text.size);
      break;
    }
    case 's':
      printf("%d", is_secret(whole));
  }
}

int main(void) {
  take_rooms();
  parent = getppid();
  tick = 1;
  while (fgets(line, sizeof line, stdin)) {
    size_t size = 0;
    for (char *at = line + 2; hex(at[0]) >= 0; at += 2) bytes[size++] = (char)(hex(at[0]) << 4 | hex(at[1]));
    bytes[size] = '\0';
    texts_size = made_size = printed_size = 0;
    seconds = 10, waited = quiet = 0;
    ends = now(CLOCK_BOOTTIME) + 10;
    if (setjmp(ended) == 0) drive(*line, size);
    else printf("ended %d", ended_with);
    printf("\n");
  }
  return 0;
}
