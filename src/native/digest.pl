# HMAC-SHA-256 (RFC 2104, FIPS 180-4) in hex. Perl's own module is not part of every system's Perl, and loading it costs more than
# a few short texts do here; long ones and many are given to it where it is.
our $digests = 0;
our @round = unpack 'N64', pack 'H*',
  '428a2f9871374491b5c0fbcfe9b5dba53956c25b59f111f1923f82a4ab1c5ed5d807aa9812835b01243185be550c7dc3'
  . '72be5d7480deb1fe9bdc06a7c19bf174e49b69c1efbe47860fc19dc6240ca1cc2de92c6f4a7484aa5cb0a9dc76f988da'
  . '983e5152a831c66db00327c8bf597fc7c6e00bf3d5a7914706ca63511429296727b70a852e1b21384d2c6dfc53380d13'
  . '650a7354766a0abb81c2c92e92722c85a2bfe8a1a81a664bc24b8b70c76c51a3d192e819d6990624f40e3585106aa070'
  . '19a4c1161e376c082748774c34b0bcb5391c0cb34ed8aa4a5b9cca4f682e6ff3748f82ee78a5636f84c878148cc70208'
  . '90befffaa4506cebbef9a3f7c67178f2';

sub hmac {
  my ($key, $text) = @_;
  if (~0 < 2**40 || length $text > 8192 || ++$digests > 16) {
    return Digest::SHA::hmac_sha256_hex($text, $key) if eval { require Digest::SHA; 1 };
    fail('broken') if ~0 < 2**40;
  }
  $key .= "\0" x (64 - length $key);
  return unpack 'H*', sha256(($key ^ "\x5c" x 64) . sha256(($key ^ "\x36" x 64) . $text));
}

sub sha256 {
  my ($text) = @_;
  my $bits = 8 * length $text;
  $text .= "\x80" . "\0" x ((55 - length $text) % 64) . pack 'NN', $bits >> 32, $bits & 0xffffffff;
  my @sum = unpack 'N8', pack 'H*', '6a09e667bb67ae853c6ef372a54ff53a510e527f9b05688c1f83d9ab5be0cd19';
  for (my $at = 0; $at < length $text; $at += 64) {
    my @word = unpack 'N16', substr $text, $at, 64;
    for my $i (16 .. 63) {
      my ($x, $y) = @word[$i - 15, $i - 2];
      my $s = ($x >> 7 | $x << 25) ^ ($x >> 18 | $x << 14) ^ $x >> 3;
      my $t = ($y >> 17 | $y << 15) ^ ($y >> 19 | $y << 13) ^ $y >> 10;
      $word[$i] = $word[$i - 16] + ($s & 0xffffffff) + $word[$i - 7] + ($t & 0xffffffff) & 0xffffffff;
    }
    my ($a, $b, $c, $d, $e, $f, $g, $h) = @sum;
    for my $i (0 .. 63) {
      my $s = ($e >> 6 | $e << 26) ^ ($e >> 11 | $e << 21) ^ ($e >> 25 | $e << 7);
      my $one = $h + ($s & 0xffffffff) + ($e & $f ^ ~$e & $g & 0xffffffff) + $round[$i] + $word[$i];
      my $t = ($a >> 2 | $a << 30) ^ ($a >> 13 | $a << 19) ^ ($a >> 22 | $a << 10);
      my $two = ($t & 0xffffffff) + ($a & $b ^ $a & $c ^ $b & $c);
      ($h, $g, $f, $e, $d, $c, $b, $a) = ($g, $f, $e, $d + $one & 0xffffffff, $c, $b, $a, $one + $two & 0xffffffff);
    }
    my $i = 0;
    $_ = $_ + ($a, $b, $c, $d, $e, $f, $g, $h)[$i++] & 0xffffffff for @sum;
  }
  return pack 'N8', @sum;
}
