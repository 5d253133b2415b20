/* HMAC-SHA-256 in hex (RFC 2104, FIPS 180-4), as digest.pl has it. For bell.c alone. */
#include <stdint.h>
#include <string.h>

typedef struct {
  uint32_t sum[8];
  unsigned char block[64];
  uint64_t size;
} Sha;

static const uint32_t rounds[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be,
    0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa,
    0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85,
    0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3,
    0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f,
    0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

static uint32_t turn(uint32_t word, int bits) { return word >> bits | word << (32 - bits); }

static void compress(Sha *sha) {
  uint32_t word[64], s[8];
  for (int i = 0; i < 16; i++) {
    const unsigned char *b = sha->block + 4 * i;
    word[i] = (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
  }
  for (int i = 16; i < 64; i++) {
    uint32_t x = word[i - 15], y = word[i - 2];
    word[i] = word[i - 16] + (turn(x, 7) ^ turn(x, 18) ^ x >> 3) + word[i - 7] + (turn(y, 17) ^ turn(y, 19) ^ y >> 10);
  }
  memcpy(s, sha->sum, sizeof s);
  for (int i = 0; i < 64; i++) {
    uint32_t e = s[4], a = s[0];
    uint32_t one = s[7] + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & s[5]) ^ (~e & s[6])) + rounds[i] + word[i];
    uint32_t two = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & s[1]) ^ (a & s[2]) ^ (s[1] & s[2]));
    memmove(s + 1, s, 7 * sizeof *s);
    s[4] += one;
    s[0] = one + two;
  }
  for (int i = 0; i < 8; i++) sha->sum[i] += s[i];
}

static void sha_add(Sha *sha, const void *bytes, size_t size) {
  for (const unsigned char *b = bytes; size > 0; size--) {
    sha->block[sha->size++ % 64] = *b++;
    if (sha->size % 64 == 0) compress(sha);
  }
}

static Sha sha_new(void) {
  return (Sha){{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19}, {0}, 0};
}

static void sha_end(Sha *sha, unsigned char digest[32]) {
  uint64_t bits = sha->size * 8;
  for (sha_add(sha, "\x80", 1); sha->size % 64 != 56;) sha_add(sha, "", 1);
  for (int i = 56; i >= 0; i -= 8) sha_add(sha, &(unsigned char){(unsigned char)(bits >> i)}, 1);
  for (int i = 0; i < 32; i++) digest[i] = (unsigned char)(sha->sum[i / 4] >> (24 - i % 4 * 8));
}

/* In hex, with a NUL behind it. */
static void to_hex(const unsigned char *bytes, size_t size, char *out) {
  for (size_t i = 0; i < 2 * size; i++) out[i] = "0123456789abcdef"[i % 2 ? bytes[i / 2] % 16 : bytes[i / 2] / 16];
  out[2 * size] = '\0';
}

/* Of texts with a NUL between them. */
static void hmac(Text key, const Text *parts, size_t count, char out[65]) {
  unsigned char block[64] = {0}, digest[32];
  Sha sha = sha_new();
  if (key.size > sizeof block) {
    sha_add(&sha, key.at, key.size);
    sha_end(&sha, block);
    sha = sha_new();
  } else memcpy(block, key.at, key.size);
  for (int i = 0; i < 64; i++) block[i] ^= 0x36;
  sha_add(&sha, block, sizeof block);
  for (size_t i = 0; i < count; i++) {
    if (i > 0) sha_add(&sha, "", 1);
    sha_add(&sha, parts[i].at, parts[i].size);
  }
  sha_end(&sha, digest);
  sha = sha_new();
  for (int i = 0; i < 64; i++) block[i] ^= 0x36 ^ 0x5c;
  sha_add(&sha, block, sizeof block);
  sha_add(&sha, digest, sizeof digest);
  sha_end(&sha, digest);
  to_hex(digest, sizeof digest, out);
}
