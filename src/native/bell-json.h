/* JSON as RFC 8259 has it, and nothing else, read where it lies; a NUL stands behind it and ends what is read. For bell.c alone. */
#include <stddef.h>
#include <string.h>

/* Bytes, which may hold a NUL; one stands behind them too. */
typedef struct {
  const char *at;
  size_t size;
} Text;

static const char *blank(const char *p) { return p + strspn(p, " \t\r\n"); }

static const char *digits(const char *p) { return p + strspn(p, "0123456789"); }

static int hex(char sign) {
  if (sign >= '0' && sign <= '9') return sign - '0';
  sign |= 32;
  return sign >= 'a' && sign <= 'f' ? sign - 'a' + 10 : -1;
}

static const char *skip_text(const char *p) {
  for (p++; *p != '"'; p++) {
    if ((unsigned char)*p < 32) return NULL;
    if (*p != '\\') continue;
    p++;
    if (*p == '\0' || !strchr("\"\\/bfnrtu", *p)) return NULL;
    for (int i = 0; *p == 'u' && i < 4; i++)
      if (hex(p[i + 1]) < 0) return NULL;
  }
  return p + 1;
}

static const char *skip_number(const char *p) {
  if (*p == '-') p++;
  const char *end = digits(p);
  if (end == p) return NULL;
  p = *p == '0' ? p + 1 : end;
  if (*p == '.' && digits(p + 1) > p + 1) p = digits(p + 1);
  if (*p == 'e' || *p == 'E') {
    const char *power = p + 1 + (p[1] == '+' || p[1] == '-');
    if (digits(power) > power) p = digits(power);
  }
  return p;
}

/* Behind the value, or NULL for none. */
static const char *skip(const char *p, int depth) {
  if (depth > 100) return NULL;
  p = blank(p);
  if (*p == '"') return skip_text(p);
  for (size_t i = 0; i < 3; i++) {
    const char *word = (const char *[]){"true", "false", "null"}[i];
    if (!strncmp(p, word, strlen(word))) return p + strlen(word);
  }
  if (*p != '{' && *p != '[') return skip_number(p);
  char open = *p, end = open == '{' ? '}' : ']';
  p = blank(p + 1);
  if (*p == end) return p + 1;
  while (1) {
    if (open == '{') {
      p = blank(p);
      if (*p != '"' || !(p = skip_text(p)) || *(p = blank(p)) != ':') return NULL;
      p++;
    }
    if (!(p = skip(p, depth + 1))) return NULL;
    p = blank(p);
    if (*p == end) return p + 1;
    if (*p++ != ',') return NULL;
  }
}

/* A whole text of JSON, which ends in a NUL: its value, or NULL. What is read of it below has been looked through here. */
static const char *decode(Text json) {
  const char *end = skip(json.at, 0);
  return end && blank(end) == json.at + json.size ? blank(json.at) : NULL;
}

static unsigned unit(const char *p) {
  return (unsigned)(hex(p[0]) << 12 | hex(p[1]) << 8 | hex(p[2]) << 4 | hex(p[3]));
}

/* The next sign of a quoted text as bytes, of which there are at most four and never more than it has in quotes. */
static const char *sign_at(const char *p, char *out, size_t *size) {
  *size = 1;
  if (*p != '\\') return *out = *p, p + 1;
  const char *escapes = "\"\\/bfnrt";
  if (p[1] != 'u') return *out = "\"\\/\b\f\n\r\t"[strchr(escapes, p[1]) - escapes], p + 2;
  unsigned code = unit(p + 2);
  p += 6;
  if ((code & 0xfc00) == 0xd800 && p[0] == '\\' && p[1] == 'u' && (unit(p + 2) & 0xfc00) == 0xdc00) {
    code = 0x10000 + ((code & 0x3ff) << 10) + (unit(p + 2) & 0x3ff);
    p += 6;
  }
  *size = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  if (*size == 1) return *out = (char)code, p;
  for (size_t i = *size - 1; i > 0; i--, code >>= 6) out[i] = (char)(0x80 | (code & 0x3f));
  *out = (char)((0xf00 >> *size & 0xff) | code);
  return p;
}

static int is_named(const char *p, const char *name) {
  char sign[4];
  size_t size;
  for (p++; *p != '"';) {
    p = sign_at(p, sign, &size);
    for (size_t i = 0; i < size; i++)
      if (*name == '\0' || *name++ != sign[i]) return 0;
  }
  return *name == '\0';
}

/* The value of a field, the last of that name; NULL where there is none, or no object. */
static const char *member(const char *object, const char *name) {
  const char *found = NULL;
  if (!object || *object != '{') return NULL;
  for (const char *p = blank(object + 1); *p == '"'; p = blank(p + 1)) {
    const char *value = blank(blank(skip_text(p)) + 1);
    if (is_named(p, name)) found = value;
    p = blank(skip(value, 0));
    if (*p != ',') break;
  }
  return found;
}

/* The first item of a list, and each that follows one; NULL behind the last. */
static const char *first_item(const char *list) {
  const char *p = list && *list == '[' ? blank(list + 1) : NULL;
  return p && *p != ']' ? p : NULL;
}

static const char *next_item(const char *item) {
  const char *p = blank(skip(item, 0));
  return *p == ',' ? blank(p + 1) : NULL;
}

static int is_number(const char *value, const char *written) {
  return value && !strncmp(value, written, strlen(written)) && skip(value, 0) == value + strlen(written);
}
