# Stands in front of one program that reaches production: asks the gate of the window that holds the directory, then becomes
# the real program, so that no process stays between. Whatever fails ends here, and the program is not started. It is Perl
# because it starts in a tenth of Node's time; options that could load other code into it are ignored under -t. It loads no
# module, since each costs as much again; a test holds that it is strict. The head that was written before these lines says
# where Countersign lives (%cs), and what is said (%words).
$SIG{__WARN__} = sub { };

our (%cs, %words);
my ($name) = $0 =~ m{([^/]+)\z};

my $real = real_program();
unless (defined $real) {
  print STDERR "$name: command not found\n";
  exit 127;
}
ask() if is_guarded();
exec {$real} $real, @ARGV;
print STDERR "$name: $!\n";
exit 126;

# The program that the shell would have started without the guard.
sub real_program {
  my $path = defined $ENV{PATH} ? $ENV{PATH} : '/usr/local/bin:/usr/bin:/bin';
  my @self = stat $0;
  for my $folder (split /:/, $path, -1) {
    my $file = ($folder eq '' ? '.' : $folder) . "/$name";
    next unless -f $file && -x _;
    my @found = stat _;
    next if $found[0] == $self[0] && $found[1] == $self[1];
    return $file unless is_launcher($file);
  }
  return undef;
}

# A copy of this file, of whatever home.
sub is_launcher {
  my ($file) = @_;
  open my $handle, '<:raw', $file or return 0;
  read $handle, my $start, 120;
  return index($start, "\n$cs{mark}\n") >= 0;
}

# Everyone's calls, or those of agents, by the variables that agents set for what they start.
sub is_guarded {
  my $mode = slurp("$cs{root}/guard/mode", 32);
  return 0 if $mode eq "off\n";
  return 1 if $mode eq "everyone\n";
  for my $marker (@{ $cs{markers} }) {
    return 1 if defined $ENV{$marker} && is_set($ENV{$marker});
  }
  return is_started_by_agent();
}

# A command can unset the marks that it was given; the shells above it, up to the terminal's own, still have theirs. Agents
# that set none are known by their name.
sub is_started_by_agent {
  my ($pid, $is_in_terminal) = (getppid, 1);
  my $marked = join '|', @{ $cs{markers} };
  my %is_agent = map { $_ => 1 } @{ $cs{agents} };
  for (1 .. 16) {
    my ($program, $parent, $session) =
      slurp("/proc/$pid/stat", 4096) =~ /\A\d+ \((.*)\) \S (\d+) \d+ (\d+) /s or return 0;
    return 1 if $is_agent{$program};
    for my $line ($is_in_terminal ? split /\0/, slurp("/proc/$pid/environ", 262_144) : ()) {
      return 1 if $line =~ /\A(?:$marked)=(.*)\z/s && is_set($1);
    }
    $is_in_terminal = 0 if $session == $pid;
    return 0 if $parent <= 1;
    $pid = $parent;
  }
  return 0;
}

sub is_set { return $_[0] !~ /\A(?:0|false|)\z/i }

# Returns when the program may start, and only then.
sub ask {
  my ($cwd, $physical) = directories();
  my ($session) = grep { defined && $_ ne '' } map { $ENV{$_} } @{ $cs{sessions} };
  my $payload = object(
    argv => list($name, @ARGV),
    stdin => text(standard_input()),
    cwd => text($cwd),
    session => text(defined $session ? $session : ''),
    call => text(nonce()),
  );
  my %passed_over;
  while (1) {
    my $gate = gate_for(\%passed_over, $cwd, $physical);
    return judge_alone() unless $gate;
    return if ring($gate, $cwd, $payload);
    $passed_over{ $gate->{id} } = 1;
  }
}

# The file that stands at standard input, /dev/stdin for a pipe, nothing for a terminal or /dev/null. None of it is read.
sub standard_input {
  my @found = stat STDIN or return '';
  my $kind = $found[2] & 0170000;
  return '' if $kind == 0020000;
  my $file = $kind == 0100000 ? readlink '/proc/self/fd/0' : undef;
  my @there = defined $file ? stat $file : ();
  return @there && $there[0] == $found[0] && $there[1] == $found[1] ? $file : '/dev/stdin';
}

# The working directory as the shell names it, and as it is without links.
sub directories {
  my $physical = readlink '/proc/self/cwd';
  unless (defined $physical) {
    require Cwd;
    $physical = Cwd::getcwd();
  }
  my @here = stat '.';
  my @reached = defined $physical && $physical =~ m{\A/} ? stat $physical : ();
  stop('no-directory') unless @here && @reached && $here[0] == $reached[0] && $here[1] == $reached[1];
  my $named = defined $ENV{PWD} ? $ENV{PWD} : '';
  my @there = $named =~ m{\A/} && $named !~ m{/\.\.?(?:/|\z)} ? stat $named : ();
  my $is_same = @there && $there[0] == $here[0] && $there[1] == $here[1];
  return ($is_same ? $named : $physical, $physical);
}

# The registered gate whose folder holds the directory most closely; else the one that opened last.
sub gate_for {
  my ($passed_over, @cwds) = @_;
  my $run = "$cs{root}/run";
  my @folder = stat $run or return undef;
  stop('run-folder-unsafe') if $folder[4] != $> || $folder[2] & 022;
  opendir my $names, $run or return undef;
  my @gates = grep { $_ && !$passed_over->{ $_->{id} } && is_alive($_->{pid}) }
    map { gate_in("$run/$_") } grep { /\.json\z/ } readdir $names;
  my ($gate) = sort { closeness($b, @cwds) <=> closeness($a, @cwds) || $b->{startedAt} <=> $a->{startedAt} } @gates;
  return $gate;
}

sub gate_in {
  my ($file) = @_;
  my $gate = eval { decode(slurp($file, 1_048_576)) };
  return undef unless ref $gate eq 'HASH' && is_text($gate->{v}) && $gate->{v} eq '1';
  for my $field (qw(id socket seal knock pid startedAt)) {
    return undef unless is_text($gate->{$field});
  }
  return undef if $gate->{socket} eq '' || $gate->{seal} eq '' || $gate->{pid} !~ /\A[1-9]\d*\z/;
  return undef unless ref $gate->{folders} eq 'ARRAY' && !grep { !is_text($_) } @{ $gate->{folders} };
  return { %$gate, touched => (stat $file)[9] };
}

sub is_text { return defined $_[0] && !ref $_[0] }

sub is_alive {
  my ($pid) = @_;
  return kill(0, $pid) || $! == 1;
}

sub closeness {
  my ($gate, @cwds) = @_;
  my $closest = -1;
  for my $folder (@{ $gate->{folders} }) {
    (my $bare = $folder) =~ s{(?<!/)/+\z}{};
    for my $cwd (@cwds) {
      my $holds = $cwd eq $bare || index($cwd, "$bare/") == 0;
      $closest = length $folder if $holds && length $folder > $closest;
    }
  }
  return $closest;
}

# True when the gate lets the call go, false when its window is gone; everything else ends here.
sub ring {
  my ($gate, $cwd, $payload) = @_;
  local $SIG{PIPE} = sub { };
  my $nonce = nonce();
  my $header = object(
    v => 1,
    nonce => text($nonce),
    knock => text($gate->{knock}),
    agent => text('terminal'),
    budgetMs => $cs{budget_s} * 1000,
    pid => $$,
    cwd => text($cwd),
    env => environment(),
    bytes => length $payload,
  );
  my $socket = connected($gate->{socket});
  unless ($socket) {
    # A window that crashed leaves its registration behind; one that is there and fails is a no.
    stop('gate-unreachable') if time - $gate->{touched} < $cs{stale_s};
    return 0;
  }
  my $ends = time + $cs{budget_s};
  send_all($socket, "$header\n$payload");
  my ($read, $quiet, $told) = ('', 0, 0);
  while (1) {
    stop('deadline') if time >= $ends;
    unless (is_ready($socket, 0)) {
      # Counted in ticks, not by the clock: a machine that slept has not been silent.
      stop('gate-silent') if ++$quiet >= $cs{silence_s};
      next;
    }
    $quiet = 0;
    stop('gate-hung-up') unless sysread $socket, $read, 65_536, length $read;
    stop('gate-garbage') if length $read > $cs{reply_limit};
    while ($read =~ s/\A([^\n]*)\n//) {
      my $reply = eval { decode($1) };
      stop('gate-garbage') unless ref $reply eq 'HASH' && is_text($reply->{v}) && $reply->{v} eq '1';
      stop('gate-not-itself') unless is_same($reply->{nonce}, $nonce) && is_same($reply->{seal}, $gate->{seal});
      return is_go($reply->{answer}) if is_same($reply->{kind}, 'answer');
      stop('gate-garbage') unless is_same($reply->{kind}, 'held');
      next if $told || !is_text($reply->{request}) || $reply->{request} !~ /\A[\w-]{1,64}\z/;
      print STDERR "$words{waiting_before}$reply->{request}$words{waiting_after}\n";
      $told = 1;
    }
  }
}

sub is_same { return is_text($_[0]) && $_[0] eq $_[1] }

# Nothing but an empty object and an allow let a program start.
sub is_go {
  my ($answer) = @_;
  stop('gate-garbage') unless ref $answer eq 'HASH' && is_text($answer->{exitCode});
  refuse($answer->{stderr}) if $answer->{exitCode} eq '2';
  my $said = $answer->{exitCode} eq '0' ? eval { decode($answer->{stdout}) } : undef;
  stop('gate-garbage') unless ref $said eq 'HASH';
  return 1 if !%$said || is_same($said->{decision}, 'allow');
  refuse($said->{reason}) if is_same($said->{decision}, 'deny');
  stop('gate-garbage');
}

sub connected {
  my ($path) = @_;
  return undef if length $path > 103;
  my $address = $^O eq 'linux' ? pack('Sa108', 1, $path) : pack('CCa104', length($path) + 3, 1, $path);
  socket my $socket, 1, 1, 0 or return undef;
  connect $socket, $address or return undef;
  # PERL_UNICODE makes handles of characters.
  binmode $socket;
  return $socket;
}

# Small pieces, each once there is room: a gate that does not read is not waited for without end.
sub send_all {
  my ($socket, $bytes) = @_;
  my ($done, $quiet) = (0, 0);
  while ($done < length $bytes) {
    unless (is_ready($socket, 1)) {
      stop('gate-silent') if ++$quiet >= $cs{silence_s};
      next;
    }
    my $sent = syswrite $socket, $bytes, 2048, $done;
    stop('gate-hung-up') unless $sent;
    ($done, $quiet) = ($done + $sent, 0);
  }
}

# Waits a second at most.
sub is_ready {
  my ($socket, $for_writing) = @_;
  vec(my $bits = '', fileno $socket, 1) = 1;
  return $for_writing ? select(undef, $bits, undef, 1) > 0 : select($bits, undef, undef, 1) > 0;
}

# No window is open: the same engine judges alone, in a process of its own that says `run` or why not.
sub judge_alone {
  local $SIG{CHLD} = 'DEFAULT';
  my $judge = "$cs{root}/bin/countersign-judge";
  my $pid = open my $from, '-|';
  stop('offline-failed') unless defined $pid;
  unless ($pid) {
    $ENV{COUNTERSIGN_STDIN} = standard_input();
    open STDIN, '<', '/dev/null';
    exec {$judge} $judge, $name, @ARGV;
    print STDERR "$words{'offline-failed'}\n";
    exit 126;
  }
  my $said = do { local $/; <$from> };
  close $from;
  exit($? & 127 ? 128 + ($? & 127) : $? >> 8) if $? != 0;
  stop('offline-failed') unless defined $said && $said eq "run\n";
}

# The environment without what looks like a secret: it decides which target is reached.
sub environment {
  my ($secret, $harmless) = (qr/$cs{secret}/i, qr/$cs{harmless}/i);
  my @chosen;
  while (my ($variable, $value) = each %ENV) {
    next if length $value > $cs{value_limit} || ($variable =~ $secret && $variable !~ $harmless);
    push @chosen, $variable, text($value);
  }
  return object(@chosen);
}

sub nonce { return join '-', $$, time, map { int rand 1e9 } 1 .. 3 }

sub slurp {
  my ($file, $limit) = @_;
  open my $handle, '<:raw', $file or return '';
  read $handle, my $content, $limit;
  return defined $content ? $content : '';
}

sub stop {
  my ($code) = @_;
  print STDERR "$words{$code}\n";
  exit 126;
}

sub refuse {
  my ($reason) = @_;
  stop('gate-garbage') unless is_text($reason) && $reason =~ /\S/;
  # Text of others must not steer the terminal.
  $reason =~ s/[\x00-\x08\x0b-\x1f\x7f]+/ /g;
  $reason =~ s/(?<!\s)\s+\z//;
  print STDERR "$reason\n";
  exit 126;
}

sub text {
  my ($bytes) = @_;
  utf8::encode($bytes) if utf8::is_utf8($bytes);
  $bytes =~ s/(["\\\x00-\x1f])/sprintf '\\u%04x', ord $1/ge;
  return "\"$bytes\"";
}

sub list { return '[' . join(',', map { text($_) } @_) . ']' }

sub object {
  my @fields;
  while (my ($field, $value) = splice @_, 0, 2) {
    push @fields, text($field) . ":$value";
  }
  return '{' . join(',', @fields) . '}';
}

# JSON as RFC 8259 has it, and nothing else: dies. Texts and numbers are scalars, true, false and null are undefined.
sub decode {
  my ($json) = @_;
  my $value = value(\$json, 0);
  $json =~ /\G[ \t\r\n]*\z/gc or die;
  return $value;
}

sub value {
  my ($in, $depth) = @_;
  die if $depth > 32;
  $$in =~ /\G[ \t\r\n]*/gc;
  return quoted($in) if $$in =~ /\G"/gc;
  return $1 if $$in =~ /\G(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?)/gc;
  return undef if $$in =~ /\G(?:true|false|null)/gc;
  if ($$in =~ /\G\[/gc) {
    my @items;
    return \@items if $$in =~ /\G[ \t\r\n]*\]/gc;
    while (1) {
      push @items, value($in, $depth + 1);
      return \@items if $$in =~ /\G[ \t\r\n]*\]/gc;
      $$in =~ /\G[ \t\r\n]*,/gc or die;
    }
  }
  $$in =~ /\G\{/gc or die;
  my %fields;
  return \%fields if $$in =~ /\G[ \t\r\n]*\}/gc;
  while (1) {
    $$in =~ /\G[ \t\r\n]*"/gc or die;
    my $field = quoted($in);
    $$in =~ /\G[ \t\r\n]*:/gc or die;
    $fields{$field} = value($in, $depth + 1);
    return \%fields if $$in =~ /\G[ \t\r\n]*\}/gc;
    $$in =~ /\G[ \t\r\n]*,/gc or die;
  }
}

sub quoted {
  my ($in) = @_;
  my $bytes = '';
  while (1) {
    if ($$in =~ /\G([^"\\\x00-\x1f]+)/gc) { $bytes .= $1 }
    elsif ($$in =~ /\G"/gc) { return $bytes }
    elsif ($$in =~ /\G\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})/gc) {
      $bytes .= character(0x10000 + ((hex($1) & 0x3ff) << 10) + (hex($2) & 0x3ff));
    }
    elsif ($$in =~ /\G\\u([0-9a-fA-F]{4})/gc) { $bytes .= character(hex $1) }
    elsif ($$in =~ /\G\\(["\\\/bfnrt])/gc) {
      (my $sign = $1) =~ tr/bfnrt/\x08\x0c\n\r\t/;
      $bytes .= $sign;
    }
    else { die }
  }
}

sub character {
  my $sign = chr $_[0];
  utf8::encode($sign);
  return $sign;
}
